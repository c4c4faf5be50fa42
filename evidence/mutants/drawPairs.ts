// Draws pairs of changes of which one may hide the other.
import { digestOf } from "../solidity/sources.ts"
import type { Candidate, Subject } from "./candidates.ts"
import { type Fields, fieldsOf } from "./fields.ts"

/** How one change may hide the other. */
type Relation = "same function" | "shared field"

export interface Pair {
  /** The same in either order. */
  readonly key: string
  readonly relation: Relation
  readonly first: Candidate
  readonly second: Candidate
}

const RELATIONS: readonly Relation[] = ["same function", "shared field"]

/**
 * Every mutant is the first of one pair at most, so that large functions do not take all places. Firsts come in the order
 * of a hash, and so does the choice among what is related to them. The two relations take turns.
 */
export function drawPairs(candidates: readonly Candidate[], seed: string): Pair[] {
  const lot = (...keys: readonly string[]) => digestOf([seed, ...keys].join(" "))
  const relations = new Map([...new Set(candidates.map(({ subject }) => subject))].map((s) => [s, relationsIn(s)]))
  const drawn = new Map<string, Pair>()
  for (const first of sortedBy(candidates, ({ key }) => lot(key))) {
    const relation = RELATIONS[drawn.size % RELATIONS.length] ?? "same function"
    const isRelated = relations.get(first.subject)?.[relation]
    const others = candidates.filter((second) => first.subject === second.subject && isRelated?.(first, second))
    const [second] = sortedBy(others, ({ key }) => lot(first.key, key))
    if (!second) continue
    const key = [first.key, second.key].sort().join("+")
    if (!drawn.has(key)) drawn.set(key, { key, relation, first, second })
  }
  return [...drawn.values()]
}

function relationsIn({ trees }: Subject): Record<Relation, (first: Candidate, second: Candidate) => boolean> {
  const read = fieldsOf(trees)
  const known = new Map<Candidate, Fields>()
  const fields = (candidate: Candidate): Fields => {
    const { file, from, to } = candidate.mutant
    const found = known.get(candidate) ?? read(file, from, to)
    known.set(candidate, found)
    return found
  }
  const inOneFunction = ({ mutant: a }: Candidate, { mutant: b }: Candidate) => a.file === b.file && a.where === b.where
  const passesOn = (a: Fields, b: Fields) => [...a.writes].some((field) => b.uses.has(field))
  return {
    "same function": (a, b) => inOneFunction(a, b) && (a.mutant.to <= b.mutant.from || b.mutant.to <= a.mutant.from),
    "shared field": (a, b) =>
      !inOneFunction(a, b) && (passesOn(fields(a), fields(b)) || passesOn(fields(b), fields(a))),
  }
}

function sortedBy(candidates: readonly Candidate[], value: (candidate: Candidate) => string): Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, at: value(candidate) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ candidate }) => candidate)
}
