// npm run proofs                     checks the assertions and lemmas of proofs/, as docs/proofs.md explains
// npm run proofs -- --only RentalMath   only the files with a matching path
// Fails unless every assertion and lemma is proven and every canary is violated.
import { Command } from "@commander-js/extra-typings"

import { pattern } from "../scripts/support/options.ts"
import { checkProofs } from "./proofs/checker.ts"
import type { Claim } from "./proofs/verdicts.ts"

const { only } = new Command("npm run proofs --")
  .description("Checks every assertion and lemma of proofs/.")
  .option("--only <pattern>", "only the files with a matching path", pattern, /(?:)/)
  .parse()
  .opts()

const claims = await checkProofs(only, ({ place, sentence, canary, verdict, expected, seconds }) => {
  const mark = expected ? "" : "  <- not the expected verdict"
  console.log(`${place}: ${verdict}${canary ? " (canary)" : ""}, ${seconds.toFixed(1)} s${mark}`)
  if (sentence !== "") console.log(`  ${sentence}`)
})

const count = (solver: Claim["solver"], canary: boolean) =>
  claims.filter((claim) => claim.expected && claim.solver === solver && claim.canary === canary).length
console.log(
  `${count("CHC", false)} assertions proven, ${count("CHC", true)} canaries caught, ` +
    `${count("z3", false)} lemmas proven, ${count("z3", true)} canaries refuted`,
)
const wrong = claims.filter(({ expected }) => !expected)
if (wrong.length > 0) console.error(`${wrong.length} of ${claims.length} verdicts are not the expected ones.`)
if (wrong.length > 0 || claims.length === 0) process.exitCode = 1
