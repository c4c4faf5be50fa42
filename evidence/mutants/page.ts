import { markdownTable } from "../../scripts/support/pages.ts"
import type { Mutant } from "./operators.ts"
import { survivors } from "./survivors.ts"

export interface Verdict {
  readonly verdict: "killed" | "survived" | "same code" | "does not compile" | "survived Solidity"
  /** The test that failed. */
  readonly by?: string
  readonly digest?: string
}

export type Verdicts = readonly { readonly part: string; readonly mutant: Mutant; readonly verdict: Verdict }[]

/** Where the score and the survivors stand. */
export const PAGE = "docs/mutants.md"

export interface Tally {
  made: number
  invalid: number
  same: number
  killed: number
  survived: number
}

/** Whether every survivor has a reason why it is harmless, and none drops a check. */
export function isSettled(verdicts: Verdicts): boolean {
  const alive = verdicts.filter(({ verdict }) => verdict.verdict === "survived")
  return alive.every(({ mutant }) => !mutant.guard && whyHarmless(mutant) !== undefined)
}

export function summaryOf(verdicts: Verdicts): string {
  const all = tallyOf(verdicts)
  const lines = [
    `${all.made} mutants: ${all.invalid} do not compile, ${all.same} compile to the code of another or of the original.`,
    `Of ${effective(all)} effective mutants, ${all.killed} were killed and ${all.survived} survived: ${percent(all)} killed.`,
    `Of dropped guards and modifiers, ${percent(tallyOf(verdicts.filter(({ mutant }) => mutant.guard)))} were killed.`,
  ]
  for (const { mutant, verdict } of verdicts) {
    if (verdict.verdict !== "survived" || whyHarmless(mutant)) continue
    lines.push(`No reason given: ${placeOf(mutant)} ${flat(mutant.original)} -> ${flat(mutant.text)}`)
  }
  return lines.join("\n")
}

/** What a campaign writes into the page; `all` is the number of mutants that can be made of each part. */
export function singlesBlocks(verdicts: Verdicts, all: ReadonlyMap<string, number>): Record<string, string[]> {
  const covered = [...all]
    .map(([part, count]) => `${ofPart(verdicts, part).length} of the ${count} possible mutants of the ${part}`)
    .join(" and ")
  const operators = [...new Set(verdicts.map(({ mutant }) => mutant.operator))].sort()
  const rows = [
    ...operators.map((operator) =>
      row(
        operator,
        verdicts.filter(({ mutant }) => mutant.operator === operator),
      ),
    ),
    row("**all**", verdicts),
    ...[...all.keys()].map((part) => row(`${part} alone`, ofPart(verdicts, part))),
    row(
      "guards and modifiers dropped",
      verdicts.filter(({ mutant }) => mutant.guard),
    ),
  ]
  return {
    score: [`This table covers ${covered}.`, "", ...markdownTable(HEAD, rows, HEAD.slice(1))],
    killers: markdownTable(["test file", "mutants"], filesOf(verdicts), ["mutants"]),
    survivors: survivorsTable(verdicts),
  }
}

export function survivorsTable(verdicts: Verdicts): string[] {
  const rows = verdicts
    .filter(({ verdict }) => verdict.verdict === "survived")
    .map(({ mutant }) => {
      const reason = whyHarmless(mutant) ?? "**no reason given**"
      return [placeOf(mutant), code(mutant.original), code(mutant.text), reason]
    })
  return markdownTable(["place", "original", "change", "reason"], rows)
}

/** The columns of a table of tallies. */
export const HEAD = [
  "change",
  "made",
  "do not compile",
  "same code",
  "effective",
  "killed",
  "survived",
  "killed of effective",
]

/** The test files that killed mutants, and how many each. */
function filesOf(verdicts: Verdicts): string[][] {
  const files = new Map<string, number>()
  for (const { verdict } of verdicts) {
    const file = verdict.by?.split(": ")[0]
    if (file) files.set(file, (files.get(file) ?? 0) + 1)
  }
  return [...files].sort(([, a], [, b]) => b - a).map(([file, killed]) => [file, String(killed)])
}

export function row(name: string, verdicts: readonly { readonly verdict: Verdict }[]): string[] {
  const tally = tallyOf(verdicts)
  const { made, invalid, same, killed, survived } = tally
  return [name, ...[made, invalid, same, effective(tally), killed, survived].map(String), percent(tally)]
}

function ofPart(verdicts: Verdicts, name: string): Verdicts {
  return verdicts.filter(({ part }) => part === name)
}

export function tallyOf(verdicts: readonly { readonly verdict: Verdict }[]): Tally {
  const count = (wanted: Verdict["verdict"]) => verdicts.filter(({ verdict }) => verdict.verdict === wanted).length
  return {
    made: verdicts.length,
    invalid: count("does not compile"),
    same: count("same code"),
    killed: count("killed"),
    survived: count("survived"),
  }
}

export function effective({ killed, survived }: Tally): number {
  return killed + survived
}

export function percent(tally: Tally): string {
  const all = effective(tally)
  return all === 0 ? "" : `${((tally.killed * 100) / all).toFixed(1)} %`
}

/** The reason why a mutant is harmless, if there is one. A dropped check is never harmless. */
export function whyHarmless(mutant: Mutant): string | undefined {
  if (mutant.guard) return undefined
  return survivors.find(
    ({ file, where, original, text }) =>
      mutant.file === `contracts/${file}` &&
      mutant.where === where &&
      flat(mutant.original) === original &&
      flat(mutant.text) === text,
  )?.why
}

export function placeOf({ file, where }: Mutant): string {
  return `${file.replace("contracts/", "")} ${where}`
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim()
}

export function code(text: string): string {
  return flat(text) === "" ? "nothing" : `\`${flat(text).replaceAll("|", "\\|")}\``
}
