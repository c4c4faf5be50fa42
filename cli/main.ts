#!/usr/bin/env node
import type { EnvironmentFile } from "./environmentFile.ts"
import { exitCodes } from "./exitCodes.ts"
import manifest from "./package.json" with { type: "json" }

const stop = new AbortController()
for (const name of ["SIGINT", "SIGTERM"] as const) {
  // Only the first signal is handled: a second one ends the process at once.
  process.once(name, () => stop.abort())
}

// A reader such as `head` may close the pipe early. The command then stops, and a transaction in progress completes silently.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return void stop.abort()
  const reason = error.code === "ENOSPC" ? "The disk is full." : "Check where it goes to."
  process.stderr.write(`Usage: Cannot write to standard output. ${reason}\n`)
  process.exit(exitCodes.usage)
})
// Without a place for messages, the exit code still tells how the command ended.
process.stderr.on("error", () => undefined)

const { env, stdin, stdout, stderr } = process
const argv = process.argv.slice(2)
const isHook = argv[0] === "host" && argv[1] === "hook"
if (argv.length === 1 && ["--version", "-V"].includes(argv[0] ?? "")) {
  // The commands and their libraries take most of a second to load.
  stdout.write(`${manifest.version}\n`)
} else if (isHook) {
  process.exitCode = await runHookCommand()
} else {
  const { loadEnvironmentFile } = await import("./environmentFile.ts")
  process.exitCode = await runCommand(await loadEnvironmentFile(env, (text) => stderr.write(text)))
}
// Pending requests would keep the process alive.
if (stop.signal.aborted) process.exit()

/** A hook that is called as the agent calls it is all that is loaded. */
async function runHookCommand(): Promise<number> {
  const { hookOf, runHookProgram } = await import("./host/runHook.ts")
  const hook = hookOf(argv)
  return hook ? runHookProgram(hook, { env, stdin, stdout, stderr, signal: stop.signal }) : runCommand(undefined)
}

async function runCommand(environmentFile: EnvironmentFile | undefined): Promise<number> {
  const { run } = await import("./program.ts")
  return run(argv, { env, environmentFile, stdin, stdout, stderr, signal: stop.signal })
}
