// What a hook gets: variables, and the same with more as JSON on its standard input. No secret of the agent is in it.
import type { MachineSettings } from "../settings/settingsFile.ts"
import type { Workload } from "../store/workloadTable.ts"

export type HookStep = "start" | "stop" | "wipe" | "access" | "health"

export type HookCall = {
  readonly step: HookStep
  readonly machine: MachineSettings
  readonly workload: Workload
  /** Unix seconds. 0 while the rental has not started. */
  readonly endsAt: bigint
  /** From 1. */
  readonly attempt: number
  /** The renter's SSH keys. */
  readonly keys: readonly string[]
  /** A folder of the machine's own, which the agent keeps. */
  readonly folder: string
}

export function hookInput({ step, machine, workload, endsAt, attempt, keys, folder }: HookCall) {
  const { id, rental } = workload
  const facts = {
    step,
    rental: id,
    renter: rental.renter,
    machine: machine.machine,
    name: machine.name,
    endsAt: Number(endsAt),
    attempt,
    folder,
  }
  const input = `${JSON.stringify({ version: 1, ...facts, keys, document: machine.document, options: machine.options })}\n`
  const variables = {
    GPUFLOW_STEP: step,
    GPUFLOW_RENTAL: id,
    GPUFLOW_RENTER: rental.renter,
    GPUFLOW_MACHINE: machine.machine,
    GPUFLOW_MACHINE_NAME: machine.name,
    GPUFLOW_ENDS_AT: String(endsAt),
    GPUFLOW_ATTEMPT: String(attempt),
    GPUFLOW_FOLDER: folder,
  }
  return { input, variables }
}

/** For the health of a machine without a rental, whose id is empty then. */
export function idleInput(machine: MachineSettings, folder: string) {
  const { name, document, options } = machine
  const facts = {
    step: "health",
    rental: "",
    renter: "",
    machine: machine.machine,
    name,
    endsAt: 0,
    attempt: 1,
    folder,
  }
  return {
    input: `${JSON.stringify({ version: 1, ...facts, keys: [], document, options })}\n`,
    variables: {
      GPUFLOW_STEP: "health",
      GPUFLOW_RENTAL: "",
      GPUFLOW_MACHINE: machine.machine,
      GPUFLOW_MACHINE_NAME: name,
      GPUFLOW_FOLDER: folder,
    },
  }
}
