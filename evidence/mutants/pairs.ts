// Judges the contracts with two changes at a time, of which one may hide the other.
import { writeFile } from "node:fs/promises"
import { join } from "node:path"

import { updateBlock } from "../../scripts/support/pages.ts"
import { root } from "../../scripts/support/root.ts"
import { drawPairs, type Pair } from "./drawPairs.ts"
import { Judges, type Plan } from "./judges.ts"
import { PAGE } from "./page.ts"
import { isEffective, type JudgedPair, pairsBlock, pairsSummary, whyPairIsHarmless } from "./pairsPage.ts"
import { lineOf, readVerdicts } from "./record.ts"
import { type Campaign, planOf, RECORD as SINGLES } from "./singles.ts"

interface Options extends Campaign {
  /** How many effective pairs. */
  readonly count: number
}

/** Published verdicts. */
const RECORD = join(root, "docs", "mutants-pairs.jsonl")

/** Returns whether every pair that survived has a reason. */
export async function runPairs(options: Options): Promise<boolean> {
  const { candidates, only, workers: size, seed, write, fresh, folder, found, count } = options
  const matching = candidates.filter(({ mutant }) => only.test(`${mutant.file} ${mutant.where} ${mutant.operator}`))
  const pairs = drawPairs(matching, seed)
  const plans = pairs.map(planOfPair)
  const subjects = [...new Set(plans.map(({ subject }) => subject))]
  const validities = new Map([...candidates, ...plans].map(({ key, subject }) => [key, subject.validity] as const))
  // The verdicts of the halves come from the record of single changes.
  const verdicts = await readVerdicts(validities, SINGLES, ...(fresh ? [] : [RECORD]), found)

  console.log(`${pairs.length} pairs can be drawn with --seed ${seed}.`)
  const judges = new Judges({ folder, found, size, subjects, verdicts })
  let taken = 0
  const result = () =>
    pairs.slice(0, taken).flatMap((pair): JudgedPair[] => {
      const verdict = verdicts.get(pair.key)
      return verdict ? [{ pair, verdict, halves: [pair.first, pair.second].map(({ key }) => verdicts.get(key)) }] : []
    })
  // A pair without code of its own makes room for the next.
  for (let open = count; open > 0 && taken < pairs.length; open = count - result().filter(isEffective).length) {
    await judges.judge(plans.slice(taken, taken + open))
    taken = Math.min(taken + open, pairs.length)
  }
  const alive = result().filter(({ verdict }) => verdict.verdict === "survived")
  await judges.judge(alive.flatMap(({ pair }) => [pair.first, pair.second]).map(planOf))
  await judges.close()

  console.log(`\n${pairsSummary(result())}`)
  if (write) {
    updateBlock(PAGE, "pairs", () => pairsBlock(result(), seed))
    const lines = result().map(({ pair, verdict }) => lineOf(pair.key, pair.first.subject.validity, verdict))
    await writeFile(RECORD, lines.join(""))
  }
  return alive.every(({ pair }) => whyPairIsHarmless(pair) !== undefined)
}

function planOfPair({ key, first, second }: Pair): Plan {
  const halves = [planOf(first), planOf(second)]
  return { subject: first.subject, changes: [first.mutant, second.mutant], key, halves }
}
