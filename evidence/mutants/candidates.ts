// Every mutant of every part of the contracts.
import { globSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"

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

/** The tests that judge mutants, and what they import. */
const TESTS = ["test/**/*.sol", "test/{differential,matrix,support}/**/*.ts", "test/signatures/*.ts"]

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
  const others = parts.filter((other) => other !== part).flatMap(({ solidity }) => solidity)
  const tests = globSync(TESTS, { cwd: root })
    .filter((file) => !others.includes(file))
    .sort()
  const texts = await Promise.all(tests.map((file) => readFile(join(root, file), "utf8")))
  const validity = { contracts: contractsDigest(sources), tests: digestOf(texts.join("\0")) }
  return { part, sources, trees: parse(sources), validity }
}
