// npm run format: formats every file of the repository, and sorts its imports.
import { spawnSync } from "node:child_process"

import { SOLIDITY } from "./support/solidity.ts"

for (const [program, ...args] of [
  ["biome", "check", "--write", "."],
  ["prettier", "--write", "--log-level", "warn", SOLIDITY],
] as const) {
  if (spawnSync(program, args, { stdio: "inherit" }).status !== 0) process.exitCode = 1
}
