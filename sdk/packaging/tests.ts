// The SDK's own tests, far deeper than in `npm test`.
import { globSync } from "node:fs"
import { join } from "node:path"

import { root } from "../../evidence/solidity/sources.ts"
import { run } from "./run.ts"
import type { Finding } from "./table.ts"

/** States that the arithmetic is compared on, and lives of a follower among failing nodes. */
const DEPTHS = ["CASES=100000", "CHAOS_RUNS=1000"]

export async function testDeeply(): Promise<Finding> {
  const files = globSync("test/sdk/*.test.ts", { cwd: root }).sort()
  const hardhat = join(root, "node_modules", ".bin", "hardhat")
  const { ok, output } = await run(root, "env", ...DEPTHS, hardhat, "test", "mocha", "--no-compile", ...files)
  const passing = /(\d+) passing/.exec(output)?.[1]
  return {
    what: `tests, ${DEPTHS.join(" ")}`,
    figure: `${passing ?? 0} passing`,
    problems: ok && passing ? [] : [output.slice(-2_000)],
  }
}
