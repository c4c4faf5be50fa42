// Verdicts in files, one JSON object per line.
import { readFile } from "node:fs/promises"

import { digestOf, type Sources } from "../solidity/sources.ts"
import type { Mutant } from "./operators.ts"
import type { Verdict } from "./page.ts"

/** What a verdict holds for: digests of the contracts and of the tests. */
export interface Validity {
  readonly contracts: string
  readonly tests: string
}

/** By a mutant's key. */
type Validities = ReadonlyMap<string, Validity>

/** Identifies contracts by their code alone, so that a verdict survives a change of comments. */
export function contractsDigest(sources: Sources): string {
  return digestOf(JSON.stringify(Object.entries(sources).map(([file, { content }]) => [file, codeOf(content)])))
}

/** Identifies a mutant by its place in the code alone, and by its text. */
export function keyOf({ file, from, to, text }: Mutant, sources: Sources): string {
  const source = Buffer.from(sources[file]?.content ?? "")
  const [start, end] = [from, to].map((offset) => codeOf(source.subarray(0, offset).toString()).length)
  return digestOf(`${file}:${start}:${end}:${text}`)
}

/** A source without comments and whitespace. */
function codeOf(source: string): string {
  return source.replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+/g, "$1")
}

/** Reads the verdicts that still hold. Later ones replace earlier ones. */
export async function readVerdicts(validities: Validities, ...files: readonly string[]): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>()
  for (const { key, tests, verdict, validity } of await readEntries(validities, files)) {
    const hasSurvived = verdict.verdict === "survived" || verdict.verdict === "survived Solidity"
    if (hasSurvived && tests !== validity.tests) verdicts.delete(key)
    else verdicts.set(key, verdict)
  }
  return verdicts
}

/** What is on record for these contracts, also for other tests. */
export async function readRecorded(
  validities: Validities,
  file: string,
): Promise<Map<string, { readonly verdict: Verdict; readonly line: string }>> {
  return new Map((await readEntries(validities, [file])).map(({ key, verdict, line }) => [key, { verdict, line }]))
}

/** The entries for mutants of the contracts as they are. */
async function readEntries(validities: Validities, files: readonly string[]) {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")))
  const lines = texts.flatMap((text) => text.split("\n")).filter(Boolean)
  return lines.flatMap((line) => {
    const { key, contracts, tests, ...rest } = JSON.parse(line)
    const verdict: Verdict = rest
    const validity = validities.get(key)
    return validity && validity.contracts === contracts ? [{ key, tests, verdict, validity, line: `${line}\n` }] : []
  })
}

export function lineOf(key: string, validity: Validity, verdict: Verdict): string {
  return `${JSON.stringify({ key, ...validity, ...verdict })}\n`
}
