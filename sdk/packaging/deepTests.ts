// The SDK's own tests, with many more cases than in `npm test`.
import { globSync } from "node:fs"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"
import { run } from "./childProcess.ts"
import type { Finding } from "./findings.ts"

/** The number of states on which the arithmetic is compared, and of runs of a follower among failing nodes. */
const DEPTHS = ["CASES=100000", "CHAOS_RUNS=1000"]

export async function runDeepTests(): Promise<Finding> {
  const files = globSync("test/sdk/*.test.ts", { cwd: root }).sort()
  const hardhat = join(root, "node_modules", ".bin", "hardhat")
  const { ok, output } = await run(root, "env", ...DEPTHS, hardhat, "test", "mocha", "--no-compile", ...files)
  const passing = /(\d+) passing/.exec(output)?.[1]
  return {
    subject: `tests, ${DEPTHS.join(" ")}`,
    figure: `${passing ?? 0} passing`,
    problems: ok && passing ? [] : [output.slice(-2_000)],
  }
}
