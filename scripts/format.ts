// npm run format: writes every file in the repository's format, with its imports in order.
import { spawnSync } from "node:child_process"

for (const [program, ...args] of [
  ["biome", "check", "--write", "."],
  ["prettier", "--write", "--log-level", "warn", "{contracts,proofs,test,evidence}/**/*.sol"],
] as const) {
  if (spawnSync(program, args, { stdio: "inherit" }).status !== 0) process.exitCode = 1
}
