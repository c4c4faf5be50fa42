#!/usr/bin/env node
import { exitCodes } from "./exitCodes.ts"
import { hookOf, runHookProgram } from "./host/runHook.ts"
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
const hook = hookOf(argv)
if (argv.length === 1 && ["--version", "-V"].includes(argv[0] ?? "")) {
  // The commands and their libraries take most of a second to load.
  stdout.write(`${manifest.version}\n`)
} else if (hook) {
  process.exitCode = await runHookProgram(hook, { env, stdin, stdout, stderr, signal: stop.signal })
} else {
  const [{ loadEnvironmentFile }, { run }] = await Promise.all([import("./environmentFile.ts"), import("./program.ts")])
  const isHook = argv[0] === "host" && argv[1] === "hook"
  const environmentFile = isHook ? undefined : await loadEnvironmentFile(env, (text) => stderr.write(text))
  process.exitCode = await run(argv, { env, environmentFile, stdin, stdout, stderr, signal: stop.signal })
}
// Pending requests would keep the process alive.
if (stop.signal.aborted) process.exit()
