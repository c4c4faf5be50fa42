// Runs a command of the owner: no shell unless the owner names one, a process group that can be ended as a whole, and
// bounded output.
import { type ChildProcess, spawn } from "node:child_process"

export type Command = {
  readonly argv: readonly string[]
  /** Written to its standard input. */
  readonly input?: string
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly timeout: number
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly killAfter: number
  readonly signal?: AbortSignal | undefined
  readonly started?: (pid: number) => void
  readonly cwd?: string
}

/** `aborted`: the agent no longer wants it. `timedOut`: the owner's time was over. `missing`: it could not be started. */
type CommandOutcome = "succeeded" | "failed" | "timedOut" | "aborted" | "missing"

export type CommandResult = {
  readonly outcome: CommandOutcome
  readonly code?: number | undefined
  readonly stdout: string
  /** The end of what it wrote to standard error, and why it did not run. */
  readonly stderr: string
}

const MAX_STDOUT = 65_536
const MAX_STDERR = 8_192
/** Milliseconds to wait for output after a command has ended. What it left running may keep the pipes open. */
const DRAIN = 200

export function runCommand({ argv, input = "", signal, started, ...command }: Command): Promise<CommandResult> {
  const [program = "", ...args] = argv
  return new Promise((resolve) => {
    let stdout = ""
    let stderr = ""
    let ended: CommandOutcome | undefined
    const { env, cwd } = command
    // A process group of its own, so that everything that it started can be ended with it.
    const child = spawn(program, args, { env, detached: true, stdio: "pipe", ...(cwd === undefined ? {} : { cwd }) })
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout = (stdout + text).slice(0, MAX_STDOUT)
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-MAX_STDERR)
    })
    // A command need not read its input.
    child.stdin.on("error", () => {})
    child.stdin.end(input)

    const end = (outcome: CommandOutcome) => {
      if (ended) return
      ended = outcome
      endGroup(child, "SIGTERM")
      killer = setTimeout(() => endGroup(child, "SIGKILL"), command.killAfter)
    }
    let killer: ReturnType<typeof setTimeout> | undefined
    const timer = setTimeout(() => end("timedOut"), command.timeout)
    const abort = () => end("aborted")
    if (signal?.aborted) abort()
    else signal?.addEventListener("abort", abort, { once: true })

    const finish = (result: CommandResult) => {
      clearTimeout(timer)
      clearTimeout(killer)
      signal?.removeEventListener("abort", abort)
      // What a command left running may hold the other ends.
      child.stdin.destroy()
      child.stdout.destroy()
      child.stderr.destroy()
      resolve(result)
    }
    child.on("spawn", () => {
      if (child.pid !== undefined) started?.(child.pid)
    })
    child.on("error", (error) => finish({ outcome: "missing", stdout, stderr: error.message }))
    child.on("exit", (code) => {
      const outcome = ended ?? (code === 0 ? "succeeded" : "failed")
      // What a failed command has left must not run on.
      if (outcome !== "succeeded") endGroup(child, "SIGKILL")
      const settle = () => finish({ outcome, code: code ?? undefined, stdout, stderr })
      const drained = setTimeout(settle, DRAIN)
      child.on("close", () => {
        clearTimeout(drained)
        settle()
      })
    })
  })
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) endProcessGroup(pid, signal)
}

/** Signals a whole process group, if it is still there. */
export function endProcessGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It has already ended.
  }
}
