// What a campaign of pairs prints, and its part of docs/mutants.md.
import { markdownTable } from "../../scripts/support/pages.ts"
import type { Pair } from "./drawPairs.ts"
import type { Mutant } from "./operators.ts"
import { code, effective, HEAD, percent, placeOf, row, tallyOf, type Verdict, whyHarmless } from "./page.ts"

export interface JudgedPair {
  readonly pair: Pair
  readonly verdict: Verdict
  /** What became of each half alone, as far as it was judged. */
  readonly halves: readonly (Verdict | undefined)[]
}

/** Pairs that no test detects, by the texts of both changes, and the reason why they are harmless together. */
const harmless: readonly { readonly first: string; readonly second: string; readonly why: string }[] = []

/** The reason why a pair is harmless, if there is one. A pair that drops a check is never harmless. */
export function whyPairIsHarmless({ first: { mutant: first }, second: { mutant: second } }: Pair): string | undefined {
  if (first.guard || second.guard) return undefined
  const [alone, other] = [whyHarmless(first), whyHarmless(second)]
  if (alone && other) return `${alone} ${other}`
  return harmless.find((known) => known.first === textOf(first) && known.second === textOf(second))?.why
}

export function isEffective({ verdict: { verdict } }: JudgedPair): boolean {
  return verdict === "killed" || verdict === "survived"
}

export function pairsSummary(pairs: readonly JudgedPair[]): string {
  const all = tallyOf(pairs)
  return [
    `${all.made} pairs: ${all.invalid} with a half that does not compile, ${all.same} with the code of one change or of none.`,
    `Of ${effective(all)} effective pairs, ${all.killed} were killed and ${all.survived} survived: ${percent(all)} killed.`,
    `In ${masking(pairs)} pairs, tests detect each half alone, and not both together.`,
    ...survivorsOf(pairs)
      .filter(({ pair }) => !whyPairIsHarmless(pair))
      .map(({ pair }) => `No reason given: ${textOf(pair.first.mutant)} AND ${textOf(pair.second.mutant)}`),
  ].join("\n")
}

export function pairsBlock(pairs: readonly JudgedPair[], seed: string): string[] {
  const part = (name: string) => pairs.filter(({ pair }) => pair.first.subject.part.name === name)
  const related = (relation: string) => pairs.filter(({ pair }) => pair.relation === relation)
  const head = ["pairs", ...HEAD.slice(1), "killed alone, survived together"]
  const line = (name: string, of: readonly JudgedPair[]) => [...row(name, of), String(masking(of))]
  const rows = [
    line("same function", related("same function")),
    line("shared field", related("shared field")),
    line("**all**", pairs),
    line("core alone", part("core")),
    line("periphery alone", part("periphery")),
  ]
  const alive = survivorsOf(pairs).map(({ pair, halves }) => [
    cell(pair.first.mutant),
    cell(pair.second.mutant),
    halves.map((verdict) => verdict?.verdict ?? "not judged").join(", "),
    whyPairIsHarmless(pair) ?? "**no reason given**",
  ])
  return [
    `These pairs were drawn with \`--seed ${seed}\`.`,
    "",
    ...markdownTable(head, rows, head.slice(1)),
    "",
    ...(alive.length > 0
      ? ["These survived:", "", ...markdownTable(["first", "second", "each alone", "reason"], alive)]
      : ["None survived."]),
  ]
}

function survivorsOf(pairs: readonly JudgedPair[]): JudgedPair[] {
  return pairs.filter(({ verdict }) => verdict.verdict === "survived")
}

/** How many pairs survived although the tests detect each half. */
function masking(pairs: readonly JudgedPair[]): number {
  const isKilled = (verdict: Verdict | undefined) => verdict?.verdict === "killed"
  return survivorsOf(pairs).filter(({ halves }) => halves.every(isKilled)).length
}

function cell(mutant: Mutant): string {
  return `${placeOf(mutant)}: ${code(mutant.original)} → ${code(mutant.text)}`
}

function textOf({ file, where, original, text }: Mutant): string {
  return `${file.replace("contracts/", "")} ${where}: ${original} -> ${text}`.replace(/\s+/g, " ")
}
