// npm run proofs                     checks the assertions and lemmas of proofs/, as docs/proofs.md explains
// npm run proofs -- --only RentalMath   only the files with a matching path
// npm run proofs -- --planted        plants faults in what is proven, and expects the proofs to refuse each; writes their table
// Fails unless every assertion and lemma is proven and every canary is violated.
import { Command } from "@commander-js/extra-typings"

import { pattern } from "../scripts/support/options.ts"
import { updateBlock } from "../scripts/support/pages.ts"
import { checkPlantedFaults, checkProofs } from "./proofs/checker.ts"
import { plantedFaults, plantedTable } from "./proofs/plantedFaults.ts"
import type { Claim } from "./proofs/verdicts.ts"

const { only, planted } = new Command("npm run proofs --")
  .description("Checks every assertion and lemma of proofs/.")
  .option("--only <pattern>", "only the files, or the planted faults, with a matching name", pattern, /(?:)/)
  .option("--planted", "plant faults in what is proven, and expect the proofs to refuse each", false)
  .parse()
  .opts()

if (planted) await checkFaults()
else await checkClaims()

async function checkFaults(): Promise<void> {
  const refusals = await checkPlantedFaults(only, ({ fault, refused, verdicts }) => {
    console.log(`${fault.what}: ${refused ? "refused" : "NOT REFUSED"}\n  ${verdicts.join("\n  ")}`)
  })
  const missed = refusals.filter(({ refused }) => !refused)
  console.log(`${refusals.length - missed.length} of ${refusals.length} planted faults refused`)
  if (missed.length > 0 || refusals.length === 0) process.exitCode = 1
  else if (refusals.length === plantedFaults.length) updateBlock("docs/proofs.md", "planted faults", plantedTable)
}

async function checkClaims(): Promise<void> {
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
}
