// npm run mutants                        changes the contracts in one place at a time; a test must fail for each change
// npm run mutants -- --only 'stake|fee'   only the changes with a matching place or text; 'periphery' is a place
// npm run mutants -- --since <revision>  only the changes on lines that differ from a revision
// npm run mutants -- --share 0.4          every guard and modifier, what is on record, and others up to this share
// npm run mutants -- --sample 60          judges only so many recorded verdicts again, drawn by --seed; all must be the same
// npm run mutants -- --pairs 300          two changes at a time that may hide each other, drawn by --seed
// npm run mutants -- --engine sumo        the changes that another engine makes; --share, --only and --write hold for them
// npm run mutants -- --write              also writes docs/mutants.md and the record beside it; other records stay
// npm run mutants -- --fresh              starts anew; otherwise the record and the verdicts of earlier runs are used
import { randomBytes } from "node:crypto"
import { mkdir, rm } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"

import { Command, Option } from "@commander-js/extra-typings"
import { count, pattern, positive, share as toShare } from "../scripts/support/options.ts"
import { root } from "../scripts/support/root.ts"
import { candidatesOf, subjects } from "./mutants/candidates.ts"
import { runPairs } from "./mutants/pairs.ts"
import { runSingles } from "./mutants/singles.ts"
import { runSumo } from "./mutants/sumo.ts"

const { pairs, engine, fresh, ...options } = new Command("npm run mutants --")
  .description("Changes the contracts in one place at a time, and expects a test to fail for each change.")
  .option("--only <pattern>", "only the changes with a matching place or text", pattern, /(?:)/)
  .option("--since <revision>", "only the changes on lines that differ from a revision of the repository")
  .option("--share <fraction>", "every guard and modifier, what is on record, and others up to this share", toShare, 1)
  .option("--workers <count>", "how many processes work side by side", positive, availableParallelism())
  .addOption(
    new Option("--sample <count>", "judge only so many recorded verdicts again")
      .argParser(count)
      .default(0)
      .conflicts(["fresh", "share", "write"]),
  )
  .option("--pairs <count>", "how many pairs of changes to judge, instead of single changes", count, 0)
  .addOption(new Option("--engine <name>", "what makes the changes").choices(["own", "sumo"]).default("own"))
  .option("--seed <text>", "what draws the sample or the pairs", randomBytes(6).toString("hex"))
  .option("--write", "also write docs/mutants.md and the record beside it", false)
  .option("--fresh", "ignore the record and the verdicts of earlier runs", false)
  .parse()
  .opts()

/** Campaigns with the changes of different engines may run side by side. */
const folder = join(root, "cache", engine === "own" ? "mutants" : engine)
/** Verdicts of runs on this machine. */
const found = join(folder, "verdicts.jsonl")
if (fresh) await rm(found, { force: true })
await mkdir(folder, { recursive: true })

const candidates = (await subjects()).flatMap(candidatesOf)
const campaign = { ...options, candidates, folder, found, fresh }
process.exitCode = (await runCampaign()) ? 0 : 1

function runCampaign(): Promise<boolean> {
  if (engine === "sumo") return runSumo(campaign)
  return pairs > 0 ? runPairs({ ...campaign, count: pairs }) : runSingles(campaign)
}
