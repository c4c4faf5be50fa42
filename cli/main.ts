#!/usr/bin/env node
import { config } from "dotenv"

import { run } from "./program.ts"

config({ quiet: true })

const stop = new AbortController()
for (const name of ["SIGINT", "SIGTERM"] as const) {
  // The second one is for who does not want to wait.
  process.once(name, () => stop.abort())
}

// Whoever read along, such as `head`, has had enough: what follows ends, and what was signed goes on without its notes.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
  stop.abort()
})
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})

const { env, stdin, stdout, stderr } = process
process.exitCode = await run(process.argv.slice(2), { env, stdin, stdout, stderr, signal: stop.signal })
// What was being waited for would keep the process.
if (stop.signal.aborted) process.exit()
