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

interface Tally {
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

/** The whole of docs/mutants.md; `all` is the number of mutants that can be made of each part. */
export function mutantsPage(verdicts: Verdicts, all: ReadonlyMap<string, number>): string {
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
  const survivors = verdicts
    .filter(({ verdict }) => verdict.verdict === "survived")
    .map(({ mutant }) => {
      const reason = whyHarmless(mutant) ?? "**no reason given**"
      return [placeOf(mutant), code(mutant.original), code(mutant.text), reason]
    })
  return `# Mutants

A mutant is a copy of the contracts with one small change, made in the compiler's syntax tree. The changes are listed in
\`evidence/mutants/operators.ts\`. \`npm run mutants -- --write\` writes this page.

- A mutant that does not compile, or compiles to the code of the original or of another mutant, is left out.
- For each other mutant, a test must fail: first a Solidity test, then, with the production build, a TypeScript test: of the
  matrices and the differential test for the escrow, of the signatures for the periphery. Survivors with a reason below do
  not run against the second group.
- Before any mutant, the tests must fail for contracts whose every function reverts, and pass for the contracts as they are.
- A library of the periphery is changed in router and mandate at once, and judged by the tests of both.

This page covers ${covered}. Of the core these are every dropped guard
and modifier, every mutant of a line that the last change of the rules touched, and a sample of the others, drawn by a hash
of place and text. \`--share 1\` takes all of them, \`--only periphery\` those of the periphery, and \`--since <revision>\` those
on lines that differ from a revision.

[mutants.jsonl](mutants.jsonl) records every verdict, with digests of the contracts and the tests for which it holds. A
change of the contracts' code voids all verdicts; a change of the tests voids those of survivors. \`--sample 60\` judges 60 recorded
verdicts again, drawn at random, and fails if one of them differs; the audit runs it. \`--fresh\` ignores the record and
judges all mutants.

${markdownTable(HEAD, rows, HEAD.slice(1)).join("\n")}

## First test to fail

${markdownTable(["test file", "mutants"], filesOf(verdicts), ["mutants"]).join("\n")}

## Survivors

Each is harmless for the reason given. None drops a check.

${markdownTable(["place", "original", "change", "reason"], survivors).join("\n")}
`
}

const HEAD = ["change", "made", "do not compile", "same code", "effective", "killed", "survived", "killed of effective"]

/** The test files that killed mutants, and how many each. */
function filesOf(verdicts: Verdicts): string[][] {
  const files = new Map<string, number>()
  for (const { verdict } of verdicts) {
    const file = verdict.by?.split(": ")[0]
    if (file) files.set(file, (files.get(file) ?? 0) + 1)
  }
  return [...files].sort(([, a], [, b]) => b - a).map(([file, killed]) => [file, String(killed)])
}

function row(name: string, verdicts: Verdicts): string[] {
  const tally = tallyOf(verdicts)
  const { made, invalid, same, killed, survived } = tally
  return [name, ...[made, invalid, same, effective(tally), killed, survived].map(String), percent(tally)]
}

function ofPart(verdicts: Verdicts, name: string): Verdicts {
  return verdicts.filter(({ part }) => part === name)
}

function tallyOf(verdicts: Verdicts): Tally {
  const count = (wanted: Verdict["verdict"]) => verdicts.filter(({ verdict }) => verdict.verdict === wanted).length
  return {
    made: verdicts.length,
    invalid: count("does not compile"),
    same: count("same code"),
    killed: count("killed"),
    survived: count("survived"),
  }
}

function effective({ killed, survived }: Tally): number {
  return killed + survived
}

function percent(tally: Tally): string {
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

function placeOf({ file, where }: Mutant): string {
  return `${file.replace("contracts/", "")} ${where}`
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim()
}

function code(text: string): string {
  return flat(text) === "" ? "nothing" : `\`${flat(text).replaceAll("|", "\\|")}\``
}
