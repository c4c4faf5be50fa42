#!/usr/bin/env node
// A keeper of its own; `gpuflow-escrow keep` does the same. docs/keeper.md says how to run it.
import { config } from "dotenv"

import { readOptions } from "./environment.ts"
import { keep } from "./keep.ts"
import { KeeperOptionsError } from "./options.ts"
import { WrongDatabaseError } from "./store.ts"

config({ quiet: true })
const stop = new AbortController()
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort())

try {
  await keep({ ...(await readOptions(process.env)), signal: stop.signal })
} catch (error) {
  const isUsage = [KeeperOptionsError, WrongDatabaseError].some((kind) => error instanceof kind)
  console.error(error instanceof Error ? error.message : "The keeper failed.")
  process.exitCode = isUsage ? 2 : 1
}
