import type { Mutant } from "./operators.ts"
import { survivors } from "./survivors.ts"

export interface Verdict {
  readonly verdict: "killed" | "survived" | "same code" | "does not compile" | "unseen inside"
  /** The test that saw it. */
  readonly by?: string
  readonly digest?: string
}

export type Verdicts = readonly { readonly mutant: Mutant; readonly verdict: Verdict }[]

interface Tally {
  written: number
  invalid: number
  same: number
  killed: number
  survived: number
}

/** Whether every survivor is argued for, every argument has its survivor, and no check can be dropped unseen. */
export function isSettled(verdicts: Verdicts): boolean {
  const alive = verdicts.filter(({ verdict }) => verdict.verdict === "survived")
  return alive.every(({ mutant }) => !mutant.guard && whyHarmless(mutant) !== undefined)
}

export function summaryOf(verdicts: Verdicts): string {
  const all = tallyOf(verdicts)
  const lines = [
    `${all.written} mutants: ${all.invalid} do not compile, ${all.same} are the same code as another or as the original.`,
    `Of ${effective(all)} that remain, ${all.killed} killed, ${all.survived} survived: ${percent(all)} killed.`,
    `Of dropped guards and modifiers: ${percent(tallyOf(verdicts.filter(({ mutant }) => mutant.guard)))} killed.`,
  ]
  for (const { mutant, verdict } of verdicts) {
    if (verdict.verdict !== "survived" || whyHarmless(mutant)) continue
    lines.push(`Not argued for: ${placeOf(mutant)} ${flat(mutant.original)} -> ${flat(mutant.text)}`)
  }
  return lines.join("\n")
}

/** docs/mutants.md, whole; `all` is how many mutants there are to choose from. */
export function mutantsDocument(verdicts: Verdicts, all: number): string {
  const operators = [...new Set(verdicts.map(({ mutant }) => mutant.operator))].sort()
  const rows = operators.map((operator) => {
    return row(operator, tallyOf(verdicts.filter(({ mutant }) => mutant.operator === operator)))
  })
  const alive = verdicts.filter(({ verdict }) => verdict.verdict === "survived")
  const files = new Map<string, number>()
  for (const { verdict } of verdicts) {
    const file = verdict.by?.split(": ")[0]
    if (file) files.set(file, (files.get(file) ?? 0) + 1)
  }
  const byFile = [...files].sort(([, a], [, b]) => b - a)
  return `# Mutants

Written by \`npm run mutants -- --write\`: every small change that evidence/mutants/operators.ts knows, made in contracts/ one at a time on the compiler's syntax tree. A mutant that does not compile, or compiles to the
same bytes as the original or another mutant, says nothing and is left out. The others must turn a test red: first the Solidity tests, then, with the production build, the matrices and the lives against the
model. Those that are argued below are not put before the second. Two things are tried before any mutant: a contract whose every function reverts must be seen, and the contract as it is must not.

These are ${verdicts.length} of the ${all} mutants that can be written: every guard and modifier, and of the rest those that come first by the hash of their place and text, which is at random. \`--share 1\` takes all of them.

Every verdict is on record in [mutants.jsonl](mutants.jsonl), with digests of the contracts and the tests that it holds for: a change of the contracts voids all of it, a change of the tests voids the survivors. \`--sample 60\` judges so many of the record again, drawn at random, and fails if one comes out otherwise; the audit does so. \`--fresh\` forgets the record and judges all.

| change | written | do not compile | same code | effective | killed | survived | |
|---|---:|---:|---:|---:|---:|---:|---:|
${[...rows, row("**all**", tallyOf(verdicts)), row("of these, guards and modifiers dropped", tallyOf(verdicts.filter(({ mutant }) => mutant.guard)))].join("\n")}

## What saw them first

| file | mutants |
|---|---:|
${byFile.map(([file, seen]) => `| ${file} | ${seen} |`).join("\n")}

## Survivors

Each is harmless for the reason given; none is a check.

| where | was | became | why nobody can tell |
|---|---|---|---|
${alive.map(({ mutant }) => `| ${[placeOf(mutant), code(mutant.original), code(mutant.text), whyHarmless(mutant) ?? "**not argued for**"].join(" | ")} |`).join("\n")}
`
}

function row(name: string, tally: Tally): string {
  const { written, invalid, same, killed, survived } = tally
  return `| ${[name, written, invalid, same, effective(tally), killed, survived, percent(tally)].join(" | ")} |`
}

function tallyOf(verdicts: Verdicts): Tally {
  const count = (wanted: Verdict["verdict"]) => verdicts.filter(({ verdict }) => verdict.verdict === wanted).length
  return {
    written: verdicts.length,
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

/** Why nobody can tell a mutant from the original, where that is argued; a check cannot be argued away. */
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

function placeOf({ file, line, where }: Mutant): string {
  return `${file.replace("contracts/", "")}:${line} ${where}`
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim()
}

function code(text: string): string {
  return flat(text) === "" ? "nothing" : `\`${flat(text).replaceAll("|", "\\|")}\``
}
