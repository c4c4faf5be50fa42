// Judges the contracts with the changes of another engine, SuMo: its operators and its parser make them, and the tests of
// this repository judge them. SuMo is installed outside of the repository for the time of the run.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { updateBlock } from "../../scripts/support/pages.ts"
import { root } from "../../scripts/support/root.ts"
import { installInto } from "../../sdk/packaging/consumerProjects.ts"
import { chainTo, spanOf, whereOf } from "../solidity/syntaxTree.ts"
import type { Candidate, Subject } from "./candidates.ts"
import { Judges } from "./judges.ts"
import type { Mutant } from "./operators.ts"
import { isSettled, PAGE, summaryOf, type Verdict, type Verdicts } from "./page.ts"
import { keyOf, lineOf, readVerdicts } from "./record.ts"
import { type Campaign, planOf, RECORD as SINGLES } from "./singles.ts"
import { sumoBlock } from "./sumoPage.ts"

const SUMO = "@morenabarboni/sumo"
const PARSER = "@solidity-parser/parser"
/** The packages that decide which changes are made. npm checks each package against the sum that it records. */
const PINNED = {
  [SUMO]: {
    version: "1.2.1",
    integrity: "sha512-5p2AIJNn6zE6jcAE0pPuNlZOV24fdXv5tKwTyXxPpHedSBmRjSFXVNo1CqDKurQcwo51lkBI6xrVpVUkI2dZzw==",
  },
  [PARSER]: {
    version: "0.15.0",
    integrity: "sha512-5UFJJTzWi1hgFk6aGCZ5rxG2DJkCJOzJ74qg7UkWSNCDSigW+CJLoYUb5bLiKrtI34Nr9rpFSUNHfkqtlL+N/w==",
  },
}
/** SuMo's operators that drop a check, and what they drop. */
const GUARDS: Readonly<Record<string, RegExp>> = { EHC: /^require/, MOD: /./ }
/** Published verdicts. */
const RECORD = join(root, "docs", "mutants-sumo.jsonl")

interface Options extends Campaign {
  readonly share: number
}

/** The parts of SuMo and its parser that are used here. */
interface Engine {
  /** The changes that its standard configuration makes. */
  mutationsOf(file: string, source: string): readonly Mutation[]
}

interface Mutation {
  /** Places in the text, in UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly replace: string
  readonly operator: string
}

interface Operator {
  readonly ID: string
  readonly name: string
  getMutations(file: string, source: string, visit: (visitor: object) => void): Mutation[]
}

/** Returns whether every survivor has a reason. */
export async function runSumo(options: Options): Promise<boolean> {
  const { candidates: ours, only, share, workers: size, write, fresh, folder, found } = options
  const subjects = [...new Set(ours.map(({ subject }) => subject))]
  const mutants = await withEngine((engine) => subjects.flatMap((subject) => candidatesBy(engine, subject)))
  const validities = new Map([...ours, ...mutants].map(({ key, subject }) => [key, subject.validity] as const))
  const verdicts = await readVerdicts(
    new Map(mutants.map(({ key, subject }) => [key, subject.validity])),
    RECORD,
    found,
  )
  if (fresh) verdicts.clear()
  const chosen = mutants
    .filter(({ mutant }) => only.test(`${mutant.file} ${mutant.where} ${mutant.operator} ${mutant.original}`))
    // Sorted by key, which is a random order.
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    // What is known already stays, whatever the share.
    .filter(({ key }, place, { length }) => verdicts.has(key) || place < share * length)
  // Of the same code, the verdict is the same.
  const byCode = new Map<string, Verdict>()
  for (const verdict of (await readVerdicts(validities, SINGLES, found)).values()) {
    if (verdict.digest && verdict.verdict === "killed") byCode.set(verdict.digest, verdict)
  }

  console.log(`${mutants.length} changes by SuMo ${PINNED[SUMO].version}, ${chosen.length} of them chosen.`)
  const judges = new Judges({ folder, found, size, subjects, verdicts, byCode })
  await judges.judge(chosen.map(planOf))
  await judges.close()

  const result = chosen.flatMap(({ subject, mutant, key }): Verdicts => {
    const verdict = verdicts.get(key)
    return verdict ? [{ part: subject.part.name, mutant, verdict }] : []
  })
  console.log(`\n${summaryOf(result)}`)
  if (write) {
    updateBlock(PAGE, "sumo", () => sumoBlock(result, mutants))
    const lines = chosen.flatMap(({ subject, key }) => {
      const verdict = verdicts.get(key)
      return verdict ? [lineOf(key, subject.validity, verdict)] : []
    })
    await writeFile(RECORD, lines.join(""))
  }
  return isSettled(result)
}

/** The changes of one part, each text at each place once. */
export function candidatesBy(engine: Engine, subject: Subject): Candidate[] {
  const { part, sources, trees } = subject
  const found = new Map<string, Candidate>()
  for (const file of [...trees.keys()].filter(part.owns)) {
    const source = sources[file]?.content ?? ""
    for (const mutation of engine.mutationsOf(file, source)) {
      const mutant = mutantOf(subject, file, source, mutation)
      // Beside keys of this repository's own changes, which can have the same place and text.
      const key = `sumo:${keyOf(mutant, sources)}`
      if (!found.has(key)) found.set(key, { subject, mutant: widened(subject, mutant), key })
    }
  }
  return [...found.values()]
}

function mutantOf({ trees }: Subject, file: string, source: string, mutation: Mutation): Mutant {
  const { start, end, replace: text, operator } = mutation
  const [from, to] = [start, end].map((place) => Buffer.byteLength(source.slice(0, place))) as [number, number]
  const tree = trees.get(file)
  const original = source.slice(start, end)
  return {
    file,
    from,
    to,
    text,
    operator,
    where: tree ? whereOf(chainTo(tree, from, to)) : "",
    line: source.slice(0, start).split("\n").length,
    original,
    guard: GUARDS[operator]?.test(original) ?? false,
  }
}

/** A change of an operator as one of the expression around it, which says more to readers and to lists of reasons. */
function widened({ trees, sources }: Subject, mutant: Mutant): Mutant {
  const tree = trees.get(mutant.file)
  const around = tree && chainTo(tree, mutant.from, mutant.to).at(-1)
  if (!around || /\w/.test(mutant.original)) return mutant
  const [from, to] = spanOf(around)
  const source = Buffer.from(sources[mutant.file]?.content ?? "")
  const part = (start: number, end: number) => source.subarray(start, end).toString()
  const text = `${part(from, mutant.from)}${mutant.text}${part(mutant.to, to)}`
  return { ...mutant, from, to, text, original: part(from, to) }
}

/** Installs SuMo into a folder of its own, which is removed afterwards. */
async function withEngine<T>(use: (engine: Engine) => T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "escrow-sumo-"))
  try {
    await installInto(folder, Object.fromEntries(Object.entries(PINNED).map(([name, { version }]) => [name, version])))
    const { packages } = JSON.parse(await readFile(join(folder, "node_modules", ".package-lock.json"), "utf8"))
    for (const [name, { integrity }] of Object.entries(PINNED)) {
      const installed = packages[`node_modules/${name}`]?.integrity
      if (installed !== integrity) throw new Error(`${name} has the sum ${installed} instead of ${integrity}.`)
    }
    return use(await engineIn(folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function engineIn(folder: string): Promise<Engine> {
  // SuMo looks for its configuration in the folder of the project that it belongs to.
  process.env["APP_ROOT_PATH"] = folder
  await writeFile(join(folder, "sumo-config.json"), JSON.stringify({ minimal: false }))
  const require = createRequire(join(folder, "package.json"))
  const parser = require(PARSER)
  const enabled: Readonly<Record<string, boolean>> = require(`${SUMO}/src/operators.config.json`)
  const generator: Readonly<Record<string, new () => Operator>> = require(`${SUMO}/src/operators/mutationGenerator`)
  const operators = Object.keys(enabled)
    .filter((id) => enabled[id])
    .map((id) => {
      const Operator = generator[`${id}Operator`]
      if (!Operator) throw new Error(`SuMo has no operator ${id}.`)
      return new Operator()
    })
  return {
    mutationsOf: (file, source) => {
      const tree = parser.parse(source, { range: true, loc: true })
      const visit = (visitor: object) => parser.visit(tree, visitor)
      return operators.flatMap((operator) => operator.getMutations(file, source, visit))
    },
  }
}
