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
export async function readVerdicts(validity: Validity, ...files: readonly string[]): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>()
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")))
  for (const entry of texts.flatMap((text) => text.split("\n")).filter(Boolean)) {
    const { key, contracts, tests, ...verdict } = JSON.parse(entry)
    if (contracts !== validity.contracts) continue
    const hasSurvived = verdict.verdict === "survived" || verdict.verdict === "survived Solidity"
    if (hasSurvived && tests !== validity.tests) verdicts.delete(key)
    else verdicts.set(key, verdict)
  }
  return verdicts
}

/** The keys of the mutants in a record for these contracts, whether or not their verdicts still hold. */
export async function readKeys({ contracts }: Validity, file: string): Promise<Set<string>> {
  const entries = (await readFile(file, "utf8").catch(() => "")).split("\n").filter(Boolean)
  return new Set(
    entries.map((entry) => JSON.parse(entry)).flatMap((line) => (line.contracts === contracts ? [line.key] : [])),
  )
}

export function lineOf(key: string, validity: Validity, verdict: Verdict): string {
  return `${JSON.stringify({ key, ...validity, ...verdict })}\n`
}
