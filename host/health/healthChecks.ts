// Runs the health command of each rented machine beside the polls, and remembers what the last one said.
import { type Log, reasonOf } from "@gpuflow/keeper/service"
import type { Hash } from "viem"

import type { ChainClock } from "../follow/chainClock.ts"
import { bootId } from "../hooks/processIdentity.ts"
import type { MachineSettings } from "../settings/settingsFile.ts"
import type { HostStore } from "../store/hostStore.ts"
import type { Workload } from "../store/workloadTable.ts"

export type HealthChecks = ReturnType<typeof createHealthChecks>

type HealthContext = {
  readonly store: HostStore
  readonly log: Log
  readonly clock: ChainClock
  readonly signal: AbortSignal
  readonly check: (target: Target, signal: AbortSignal) => Promise<boolean>
  readonly wake: () => void
}
type Target = { readonly machine: MachineSettings; readonly workload: Workload; readonly endsAt: bigint }

type Memory = {
  isHealthy: boolean | undefined
  failingSince: number | undefined
  checkedAt: number
  isChecking: boolean
}

export function createHealthChecks({ store, log, clock, signal, check, wake }: HealthContext) {
  const memories = new Map<Hash, Memory>()
  const boot = bootId()
  const memoryOf = (rental: Hash): Memory => {
    const memory = memories.get(rental) ?? {
      isHealthy: undefined,
      failingSince: undefined,
      checkedAt: Number.NEGATIVE_INFINITY,
      isChecking: false,
    }
    memories.set(rental, memory)
    return memory
  }

  /** Adds a line to the log, unless it would repeat that the machine is down, or that the workload has ended. */
  function record(rental: Hash, status: "down" | "end"): void {
    const last = store.lastCheck(rental)
    if (last?.status === status || (status === "end" && !last)) return
    store.addCheck(rental, { at: clock.now(), status, boot })
  }

  /** Runs the command if it is time. Only checks of a rental that has started are logged. */
  function run(target: Target, { isLogged, every }: { readonly isLogged: boolean; readonly every: number }): void {
    const { id } = target.workload
    const memory = memoryOf(id)
    if (memory.isChecking || performance.now() - memory.checkedAt < every) return
    memory.isChecking = true
    memory.checkedAt = performance.now()
    void perform(target, memory, isLogged)
      .catch((error: unknown) => log.error("health not recorded", { rental: id, reason: reasonOf(error) }))
      .finally(() => {
        memory.isChecking = false
        wake()
      })
  }

  async function perform(target: Target, memory: Memory, isLogged: boolean): Promise<void> {
    const { id } = target.workload
    const isHealthy = await check(target, signal)
    // What was stopped meanwhile says nothing of the machine.
    if (signal.aborted || memories.get(id) !== memory) return
    if (memory.isHealthy !== isHealthy) {
      log[isHealthy ? "info" : "warn"]("health", { rental: id, machine: target.machine.name, isHealthy })
    }
    memory.isHealthy = isHealthy
    memory.failingSince = isHealthy ? undefined : (memory.failingSince ?? performance.now())
    if (isLogged) store.addCheck(id, { at: clock.now(), status: isHealthy ? "up" : "down", boot })
  }

  return {
    run,
    record,
    isHealthy: (rental: Hash) => memories.get(rental)?.isHealthy,
    /** Milliseconds for which all checks have failed. */
    failingFor(rental: Hash): number {
      const since = memories.get(rental)?.failingSince
      return since === undefined ? 0 : performance.now() - since
    },
    /** Checks before this do not count. */
    reset: (rental: Hash) => memories.delete(rental),
  }
}
