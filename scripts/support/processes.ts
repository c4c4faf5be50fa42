import { type ChildProcess, spawn } from "node:child_process"

import { root } from "./root.ts"

export interface RunOptions {
  /** The folder to run in. Default: the repository's. */
  readonly cwd?: string
  /** The whole environment. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv
  /** Kills the program after this time. */
  readonly timeoutSeconds?: number
  /** Receives each piece of output as it arrives, and the process that wrote it. */
  readonly onOutput?: (chunk: string, child: ChildProcess) => void
}

export interface RunResult {
  /** Whether the program ended with exit code 0. */
  readonly ok: boolean
  /** `null` if a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly timedOut: boolean
  readonly stdout: string
  readonly stderr: string
  /** Both, in the order of arrival. */
  readonly output: string
}

/** Runs a program to its end and keeps what it prints. Rejects only if the program cannot be started. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd = root, env = process.env, timeoutSeconds, onOutput } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
    const printed = { stdout: "", stderr: "", output: "" }
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (chunk: string) => {
        printed[name] += chunk
        printed.output += chunk
        onOutput?.(chunk, child)
      })
    }
    let timedOut = false
    const limit = timeoutSeconds === undefined ? undefined : setTimeout(killLate, timeoutSeconds * 1_000)
    function killLate(): void {
      timedOut = true
      child.kill("SIGKILL")
    }
    child.on("error", (error) => {
      clearTimeout(limit)
      reject(error)
    })
    child.on("close", (code, signal) => {
      clearTimeout(limit)
      resolve({ ok: code === 0, code, signal, timedOut, ...printed })
    })
  })
}

/** Kills a child, with SIGKILL, when this process ends before it. */
export function killAtExit(child: ChildProcess): void {
  const kill = () => void child.kill("SIGKILL")
  process.once("exit", kill)
  child.once("exit", () => process.off("exit", kill))
}
