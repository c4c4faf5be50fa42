#!/usr/bin/env node
import { config } from "dotenv"

import { exitCodes } from "./exitCodes.ts"
import { run } from "./program.ts"

config({ quiet: true })

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
process.exitCode = await run(process.argv.slice(2), { env, stdin, stdout, stderr, signal: stop.signal })
// Pending requests would keep the process alive.
if (stop.signal.aborted) process.exit()
