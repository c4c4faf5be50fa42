import { npmEnvironment } from "../../scripts/npmEnvironment.mjs"
import { run as runProgram } from "../../scripts/support/processes.ts"

export interface Outcome {
  readonly ok: boolean
  readonly stdout: string
  /** Standard output and standard error. */
  readonly output: string
}

/** Runs a program and resolves when it has ended, whether it succeeded or not. */
export async function run(cwd: string, command: string, ...args: readonly string[]): Promise<Outcome> {
  const { ok, stdout, output } = await runProgram(command, args, { cwd, env: npmEnvironment() })
  return { ok, stdout, output: output.trim() }
}

/** Runs a program and returns its standard output. Throws if the program fails. */
export async function runOrThrow(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { ok, stdout, output } = await run(cwd, command, ...args)
  if (!ok) throw new Error(`${command} ${args.join(" ")} failed.\n${output}`)
  return stdout
}
