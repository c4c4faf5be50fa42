// Runs one of the shipped hooks. The agent calls it for each step and each health check of every machine, so it loads
// nothing else of the program, and it reads no `.env` file: what it starts belongs to a renter and inherits its variables.
import { text } from "node:stream/consumers"

import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import type { Runtime } from "../session.ts"

export async function runHook(kind: string, step: string, { stdin, stdout }: Runtime): Promise<void> {
  const { HookError, runShippedHook } = await import("@gpuflow/host/hooks")
  try {
    stdout.write(await runShippedHook(kind, step, await text(stdin)))
  } catch (error) {
    if (!(error instanceof HookError)) throw error
    throw new CliError(exitCodes.failed, "HookFailed", error.message, { kind, step }, { cause: error })
  }
}

/** The kind and the step of a command line that runs a hook and nothing else. */
export function hookOf(argv: readonly string[]): readonly [kind: string, step: string] | undefined {
  const [command, subcommand, kind, step] = argv
  const isHook = argv.length === 4 && command === "host" && subcommand === "hook"
  return isHook && kind && step && ![kind, step].some((word) => word.startsWith("-")) ? [kind, step] : undefined
}

/** Runs a hook as the whole program, and resolves with the exit code. */
export async function runHookProgram([kind, step]: readonly [string, string], runtime: Runtime): Promise<number> {
  try {
    await runHook(kind, step, runtime)
    return exitCodes.ok
  } catch (error) {
    const [{ openSession }, { reportFailure }] = await Promise.all([
      import("../session.ts"),
      import("../failureReport.ts"),
    ])
    const session = openSession(runtime)
    reportFailure(session, error, false)
    return session.code
  }
}
