// Proves what proofs/ states and prints a line for each claim; fails unless every assertion and every lemma is proven
// and every canary caught. `--only <regexp>` takes the files whose path matches. What it means is in docs/proofs.md.
import { parseArgs } from "node:util"

import { check, type Result } from "./proofs/check.ts"

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } })

const results = await check(new RegExp(values.only), ({ claim, sentence, canary, verdict, expected, seconds }) => {
  const mark = expected ? "" : "  <- expected otherwise"
  console.log(`${claim}: ${verdict}${canary ? " (canary)" : ""}, ${seconds.toFixed(1)} s${mark}`)
  if (sentence !== "") console.log(`  ${sentence}`)
})

const count = (how: Result["how"], canary: boolean) =>
  results.filter((result) => result.expected && result.how === how && result.canary === canary).length
console.log(
  `${count("CHC", false)} assertions proven, ${count("CHC", true)} canaries caught, ` +
    `${count("z3", false)} lemmas proven, ${count("z3", true)} canary refuted`,
)
const wrong = results.filter(({ expected }) => !expected)
if (wrong.length > 0) console.error(`${wrong.length} of ${results.length} came out otherwise than they must.`)
if (wrong.length > 0 || results.length === 0) process.exitCode = 1
