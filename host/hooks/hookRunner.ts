// Runs the hooks of all machines beside the polls, at most one that changes a machine for each rental. A hook is stored
// before it is begun and its process after, so that the next start of the agent ends what was left running.
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { retryDelay } from "@gpuflow/keeper/sending"
import type { Log } from "@gpuflow/keeper/service"
import { reasonOf } from "@gpuflow/keeper/service"
import type { Hash } from "viem"

import type { ChangingHook } from "../machine/nextSteps.ts"
import type { AccessPoint } from "../machine/rentalAccess.ts"
import type { MachineSettings } from "../settings/settingsFile.ts"
import type { HostStore } from "../store/hostStore.ts"
import type { Workload } from "../store/workloadTable.ts"
import { type HookStep, hookInput, idleInput } from "./hookInput.ts"
import { appendHookLog } from "./hookLog.ts"
import { readHookOutput } from "./hookOutput.ts"
import { processIdentity } from "./processIdentity.ts"
import { type CommandResult, endProcessGroup, runCommand } from "./runCommand.ts"

export type HookRunner = ReturnType<typeof createHookRunner>

type RunnerContext = {
  readonly store: HostStore
  readonly log: Log
  /** What hooks inherit of the environment: no secret of the agent. */
  readonly environment: Readonly<Record<string, string>>
  /** The agent's folder. */
  readonly state: string
  /** Called when a hook has ended, so that the next poll comes at once. */
  readonly wake: () => void
  /** Called after a hook has succeeded, to store what follows. */
  readonly succeeded: (workload: Workload, hook: ChangingHook, access: Partial<AccessPoint>) => void
}

type Target = { readonly machine: MachineSettings; readonly workload: Workload; readonly endsAt: bigint }
type Running = { readonly hook: ChangingHook; readonly abort: AbortController; readonly done: Promise<void> }

/** Milliseconds. */
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000

const STEPS = { onStart: "start", onStop: "stop", onWipe: "wipe" } as const satisfies Record<ChangingHook, HookStep>

export function createHookRunner({ store, log, environment, state, wake, succeeded }: RunnerContext) {
  const running = new Map<Hash, Running>()
  /** Of hooks whose outcome could not be stored: what SQLite would say otherwise. */
  const unstored = new Map<Hash, { readonly failures: number; readonly retryAt: number }>()
  const accessing = new Map<Hash, Set<{ readonly abort: AbortController; readonly done: Promise<unknown> }>>()

  const folderOf = ({ machine }: MachineSettings) => join(state, "machines", machine.slice(2, 18))

  /** Ends what an earlier process of the agent left running. */
  function endLeftovers(): void {
    for (const { seq, rental, pid, process } of store.openRuns()) {
      // A process of another start of the computer, or of another program, is not ours.
      const isOurs = pid !== undefined && process !== "" && processIdentity(pid) === process
      if (isOurs) endProcessGroup(pid, "SIGKILL")
      store.endRun(seq, Date.now(), "lost")
      log.warn("hook of an earlier run ended", { rental, wasRunning: isOurs })
    }
  }

  /** Runs a hook, unless it runs already or waits for its next attempt. Stopping ends an `onStart` that still runs. */
  function run(hook: ChangingHook, target: Target): void {
    const { id, retryAt } = target.workload
    const current = running.get(id)
    if (current) {
      if (current.hook !== hook && hook === "onStop") current.abort.abort()
      return
    }
    // A time that is further ahead than any pause was written while the computer's clock was wrong.
    const wait = retryAt - Date.now()
    if (wait > 0 && wait <= LONGEST_PAUSE) return
    if ((unstored.get(id)?.retryAt ?? 0) > performance.now()) return
    const abort = new AbortController()
    const done = perform(hook, target, abort.signal)
      .then(() => void unstored.delete(id))
      .catch((error: unknown) => {
        const failures = (unstored.get(id)?.failures ?? 0) + 1
        unstored.set(id, { failures, retryAt: performance.now() + retryDelay(failures, FIRST_PAUSE, LONGEST_PAUSE) })
        log.error("hook not recorded", { rental: id, hook, reason: reasonOf(error) })
      })
      .finally(() => {
        running.delete(id)
        wake()
      })
    running.set(id, { hook, abort, done })
  }

  async function perform(hook: ChangingHook, target: Target, signal: AbortSignal): Promise<void> {
    const { machine, workload } = target
    const { id, failures } = workload
    if (hook === "onStop") await endAccess(id)
    // A database that cannot be written, as on a full disk, must not keep a workload running.
    const seq = attemptQuietly(() => store.beginRun(id, hook, Date.now()))
    if (seq === undefined && hook !== "onStop") return
    log.info("hook started", { rental: id, machine: machine.name, hook, attempt: failures + 1 })
    const result = await execute(STEPS[hook], machine.hooks[hook], target, signal, (pid) => {
      if (seq !== undefined) store.setRunProcess(seq, pid, processIdentity(pid))
    })
    const { outcome } = result
    if (seq !== undefined) attemptQuietly(() => store.endRun(seq, Date.now(), outcome))
    log[outcome === "succeeded" ? "info" : "warn"]("hook ended", { rental: id, machine: machine.name, hook, outcome })
    if (outcome === "succeeded") {
      const { access, problem } = readHookOutput(result.stdout)
      if (problem) log.warn("output of a hook not used", { rental: id, hook, problem })
      succeeded(workload, hook, access)
    } else if (outcome !== "aborted") {
      store.addHookFailure(id, Date.now() + retryDelay(failures + 1, FIRST_PAUSE, LONGEST_PAUSE))
    }
  }

  async function execute(
    step: HookStep,
    argv: readonly string[],
    { machine, workload, endsAt }: Target,
    signal: AbortSignal,
    started: (pid: number) => void,
  ): Promise<CommandResult> {
    const folder = folderOf(machine)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const attempt = workload.failures + 1
    const keys = store.keysOf(workload.id)
    const { input, variables } = hookInput({ step, machine, workload, endsAt, attempt, keys, folder })
    const { timeout, healthTimeout, killAfter } = machine.hooks
    const result = await runCommand({
      argv,
      input,
      env: { ...environment, ...variables },
      timeout: Number(step === "health" ? healthTimeout : timeout) * 1_000,
      killAfter: Number(killAfter) * 1_000,
      signal,
      // A database that fails must not end the agent: the hook then counts as not recorded.
      started: (pid) => attemptQuietly(() => started(pid)),
    })
    if (step !== "health" || result.outcome !== "succeeded") {
      const { outcome, code, stdout, stderr } = result
      const line = { time: new Date().toISOString(), rental: workload.id, step, attempt, outcome, code, stdout, stderr }
      attemptQuietly(() => appendHookLog(folder, line))
    }
    return result
  }

  function attemptQuietly<result>(write: () => result): result | undefined {
    try {
      return write()
    } catch (error) {
      log.warn("hook not recorded", { reason: reasonOf(error) })
      return undefined
    }
  }

  /** Gives the machine the renter's keys. */
  async function giveAccess(target: Target): Promise<Partial<AccessPoint>> {
    const { machine, workload } = target
    const { onAccess } = machine.hooks
    if (!onAccess) throw new Error(`Machine ${machine.name} has no command \`onAccess\`.`)
    const abort = new AbortController()
    const call = execute("access", onAccess, target, abort.signal, () => {})
    const one = { abort, done: call }
    const others = accessing.get(workload.id) ?? new Set()
    accessing.set(workload.id, others.add(one))
    try {
      const { outcome, stdout } = await call
      if (outcome !== "succeeded") throw new Error(`\`onAccess\` ${outcome}.`)
      return readHookOutput(stdout).access
    } finally {
      others.delete(one)
    }
  }

  /** No key is added while the keys are being removed. */
  async function endAccess(rental: Hash): Promise<void> {
    const calls = [...(accessing.get(rental) ?? [])]
    for (const { abort } of calls) abort.abort()
    await Promise.allSettled(calls.map(({ done }) => done))
  }

  async function checkHealth(target: Target, signal: AbortSignal): Promise<boolean> {
    const { outcome } = await execute("health", target.machine.hooks.health, target, signal, () => {})
    return outcome === "succeeded"
  }

  /** Whether a machine without a rental can be offered. */
  async function checkIdle(machine: MachineSettings): Promise<boolean> {
    const folder = folderOf(machine)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { input, variables } = idleInput(machine, folder)
    const { health, healthTimeout, killAfter } = machine.hooks
    const limits = { timeout: Number(healthTimeout) * 1_000, killAfter: Number(killAfter) * 1_000 }
    const { outcome } = await runCommand({ argv: health, input, env: { ...environment, ...variables }, ...limits })
    return outcome === "succeeded"
  }

  return {
    endLeftovers,
    checkIdle,
    run,
    runningHook: (rental: Hash): ChangingHook | undefined => running.get(rental)?.hook,
    giveAccess,
    checkHealth,
    folderOf,
    /** Ends the hooks that run. The next start of the agent runs them again. */
    async close(): Promise<void> {
      for (const { abort } of running.values()) abort.abort()
      await Promise.allSettled([...running.values()].map(({ done }) => done))
    },
  }
}
