// Judges the contracts with one change at a time.
import { writeFile } from "node:fs/promises"
import { join } from "node:path"

import { updateBlock } from "../../scripts/support/pages.ts"
import { root } from "../../scripts/support/root.ts"
import { digestOf } from "../solidity/sources.ts"
import type { Candidate } from "./candidates.ts"
import { onChangedLines } from "./changedLines.ts"
import { describe, Judges, type Plan } from "./judges.ts"
import { isSettled, PAGE, singlesBlocks, summaryOf, type Verdict, type Verdicts } from "./page.ts"
import { lineOf, readRecorded, readVerdicts } from "./record.ts"

/** What every kind of campaign needs. */
export interface Campaign {
  /** Every mutant of the contracts. */
  readonly candidates: readonly Candidate[]
  readonly only: RegExp
  readonly workers: number
  readonly seed: string
  readonly write: boolean
  readonly fresh: boolean
  /** Where the copies of the repository are. */
  readonly folder: string
  /** The file that receives each verdict. */
  readonly found: string
}

interface Options extends Campaign {
  readonly since?: string | undefined
  readonly share: number
  readonly sample: number
}

/** Published verdicts. */
export const RECORD = join(root, "docs", "mutants.jsonl")

/** Returns whether every survivor has a reason, and every verdict that was drawn came out the same. */
export async function runSingles(options: Options): Promise<boolean> {
  const { candidates: mutants, only, since, share, workers: size, sample, seed, write, fresh, folder, found } = options
  const validities = new Map(mutants.map(({ key, subject }) => [key, subject.validity]))
  const recorded = await readRecorded(validities, RECORD)
  const verdicts = await knownVerdicts()

  const isChanged = since === undefined ? () => true : await onChangedLines(since)
  const chosen = mutants
    .filter(({ mutant }) => only.test(`${mutant.file} ${mutant.where} ${mutant.operator} ${mutant.original}`))
    .filter(({ mutant }) => isChanged(mutant))
    // Sorted by key, which is a random order: what is done at any time is a sample of the whole.
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    // Those on record are drawn again, so that a share stays the same when comments or tests change.
    .filter(
      ({ mutant, key }, place, { length }) =>
        recorded.has(key) || (sample === 0 && (mutant.guard || place < share * length)),
    )
  if (chosen.length === 0) throw new Error("No change matches. Pass --only with another pattern.")
  const open = chosen.filter(({ key }) => !verdicts.has(key)).length
  console.log(`${mutants.length} mutants, ${chosen.length} of them chosen, ${open} without a verdict.`)
  const drawn = draw(chosen, verdicts, sample, seed)

  const subjects = [...new Set(chosen.map(({ subject }) => subject))]
  const judges = new Judges({ folder, found, size, subjects, verdicts })
  await judges.judge(chosen.map(planOf))
  await judges.close()

  const result = chosen.flatMap((candidate) => judged(candidate, verdicts.get(candidate.key)))
  if (write) await writePages()
  console.log(`\n${summaryOf(result)}`)
  const others = [...drawn].filter(([key, { verdict }]) => verdicts.get(key)?.verdict !== verdict)
  if (drawn.size > 0) {
    console.log(
      `Of ${drawn.size} recorded verdicts drawn with --seed ${seed}, ${drawn.size - others.length} came out the same.`,
    )
  }
  for (const [key, { verdict }] of others) {
    const mutant = chosen.find((candidate) => candidate.key === key)?.mutant
    if (mutant) console.log(`Recorded ${verdict}, now ${verdicts.get(key)?.verdict}: ${describe(mutant)}`)
  }
  return isSettled(result) && others.length === 0

  async function knownVerdicts(): Promise<Map<string, Verdict>> {
    if (fresh) return new Map()
    // A sample shows whether the record is right, also where tests have changed since.
    if (sample > 0) return new Map([...recorded].map(([key, { verdict }]) => [key, verdict]))
    return readVerdicts(validities, RECORD, found)
  }

  /** The verdicts of this run, and those on record for the mutants that it did not choose. */
  async function writePages(): Promise<void> {
    const kept = mutants.filter((candidate) => recorded.has(candidate.key) && !chosen.includes(candidate))
    const written = [...chosen, ...kept].sort((a, b) => (a.key < b.key ? -1 : 1))
    const lines = written.flatMap(({ subject, key }) => {
      const verdict = verdicts.get(key)
      return verdict ? [lineOf(key, subject.validity, verdict)] : (recorded.get(key)?.line ?? [])
    })
    const shown = written.flatMap((candidate) =>
      judged(candidate, verdicts.get(candidate.key) ?? recorded.get(candidate.key)?.verdict),
    )
    const counts = new Map<string, number>()
    for (const { subject } of mutants) counts.set(subject.part.name, (counts.get(subject.part.name) ?? 0) + 1)
    for (const [name, block] of Object.entries(singlesBlocks(shown, counts))) updateBlock(PAGE, name, () => block)
    await writeFile(RECORD, lines.join(""))
  }
}

export function planOf({ subject, mutant, key }: Candidate): Plan {
  return { subject, changes: [mutant], key }
}

/** Draws verdicts, and forgets them so that they are judged again. */
function draw(
  chosen: readonly Candidate[],
  verdicts: Map<string, Verdict>,
  size: number,
  seed: string,
): Map<string, Verdict> {
  const lot = (key: string) => digestOf(seed + key)
  const known = chosen.flatMap(({ key }) => {
    const verdict = verdicts.get(key)
    return verdict && verdict.verdict !== "survived Solidity" ? [[key, verdict] as const] : []
  })
  const taken = known.sort(([a], [b]) => (lot(a) < lot(b) ? -1 : 1)).slice(0, size)
  for (const [key] of taken) verdicts.delete(key)
  return new Map(taken)
}

/** A candidate with its verdict, if it has one. */
function judged({ subject, mutant }: Candidate, verdict: Verdict | undefined): Verdicts {
  return verdict ? [{ part: subject.part.name, mutant, verdict }] : []
}
