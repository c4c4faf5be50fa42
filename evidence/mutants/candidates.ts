// Every mutant of every part of the contracts.
import { readFile } from "node:fs/promises"
import { join, posix } from "node:path"

import { root } from "../../scripts/support/root.ts"
import { type Codes, type Node, parse } from "../solidity/compiler.ts"
import { type Part, parts } from "../solidity/contracts.ts"
import { digestOf, loadSources, type Sources } from "../solidity/sources.ts"
import { type Mutant, mutantsOf } from "./operators.ts"
import { contractsDigest, keyOf, type Validity } from "./record.ts"

/** A part of the contracts with its sources, and what a verdict on one of its mutants holds for. */
export interface Subject {
  readonly part: Part
  readonly sources: Sources
  readonly trees: ReadonlyMap<string, Node>
  readonly validity: Validity
}

export interface Candidate {
  readonly subject: Subject
  readonly mutant: Mutant
  readonly key: string
}

export function subjects(): Promise<Subject[]> {
  return Promise.all(parts.map(subjectOf))
}

/** The mutants that the operators of this repository make. */
export function candidatesOf(subject: Subject): Candidate[] {
  const { part, sources, trees } = subject
  return mutantsOf(part, sources, trees).map((mutant) => ({ subject, mutant, key: keyOf(mutant, sources) }))
}

/** A hash of a mutant's code, of all contracts that it can be in. */
export function digestOfCodes(codes: Codes): string {
  return digestOf(Object.values(codes).join(""))
}

async function subjectOf(part: Part): Promise<Subject> {
  const sources = await loadSources(...part.contracts.map(({ entry }) => entry))
  const texts = [...(await solidityTests(part)), ...(await typescriptTests(part))]
  const validity = { contracts: contractsDigest(sources), tests: digestOf(texts.join("\0")) }
  return { part, sources, trees: parse(sources), validity }
}

/** The Solidity tests that judge a part, and what they import from test/. */
async function solidityTests({ solidity }: Part): Promise<string[]> {
  const files = Object.entries(await loadSources(...solidity)).filter(([file]) => file.startsWith("test/"))
  return files.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { content }]) => content)
}

/** The TypeScript tests that judge a part, and what they import from test/. */
async function typescriptTests({ typescript }: Part): Promise<string[]> {
  const texts = new Map<string, string>()
  const open = async (file: string): Promise<void> => {
    if (texts.has(file) || !file.startsWith("test/")) return
    const text = await readFile(join(root, file), "utf8")
    texts.set(file, text)
    for (const [, path = ""] of text.matchAll(/^(?:import|export|\})[^"]*"(\.[^"]+)"/gm)) {
      await open(posix.join(posix.dirname(file), path))
    }
  }
  for (const file of typescript) await open(file)
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
}
