// npm run mutants                      changes the contracts in one place at a time, and expects a test to see each change
// npm run mutants -- --only 'stake|fee' those whose place or text matches
// npm run mutants -- --share 0.4        every guard and modifier, and that share of the rest
// npm run mutants -- --sample 60        judges so many of the record again, drawn by --seed, and expects the same
// npm run mutants -- --write            and writes docs/mutants.md, and the record beside it
// npm run mutants -- --fresh            forgets the record and what earlier runs found; otherwise both are gone on with
import { fork } from "node:child_process"
import { randomBytes } from "node:crypto"
import { globSync } from "node:fs"
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"
import { count, pattern, positive, share as toShare } from "../scripts/options.ts"
import { Judge } from "./mutants/judge.ts"
import { type Mutant, mutantsOf, revertEverything } from "./mutants/operators.ts"
import { isSettled, mutantsDocument, summaryOf, type Verdict, type Verdicts, whyHarmless } from "./mutants/report.ts"
import type { Answer, Task } from "./mutants/worker.ts"
import { compile, parse } from "./solidity/compiler.ts"
import { digestOf, ENTRY, loadSources, root } from "./solidity/sources.ts"

const {
  only,
  share,
  workers: hired,
  sample,
  seed,
  write: writes,
  fresh,
} = new Command("mutants")
  .option("--only <pattern>", "those whose place or text matches", pattern, /(?:)/)
  .option("--share <fraction>", "every guard and modifier, and that share of the rest", toShare, 1)
  .option("--workers <count>", "how many are judged at a time", positive, availableParallelism())
  .option("--sample <count>", "how many of the record are judged again", count, 0)
  .option("--seed <text>", "what the sample is drawn by", randomBytes(6).toString("hex"))
  .option("--write", "writes docs/mutants.md, and the record beside it")
  .option("--fresh", "forgets the record and what earlier runs found")
  .parse()
  .opts()

interface Candidate {
  readonly mutant: Mutant
  readonly index: number
  readonly key: string
}

interface Worker {
  readonly ask: (task: Task) => Promise<Answer>
  readonly dismiss: () => void
}

const folder = join(root, "cache", "mutants")
/** What runs on this machine found, and what was found once and is published. */
const FOUND = join(folder, "verdicts.jsonl")
const RECORD = join(root, "docs", "mutants.jsonl")
/** What a mutant is put before. */
const TESTS = ["test/**/*.sol", "test/{differential,matrix,harness}/**/*.ts"]

const sources = await loadSources(ENTRY)
const trees = parse(sources)
const mutants = mutantsOf(sources, trees)
/** Verdicts hold for these contracts; that nothing was seen holds for these tests. */
const contracts = digestOf(JSON.stringify(sources))
const tests = digestOf((await Promise.all(globSync(TESTS, { cwd: root }).sort().map(read))).join("\0"))

if (fresh) await rm(FOUND, { force: true })
await mkdir(folder, { recursive: true })
const verdicts = fresh ? new Map<string, Verdict>() : await recall(RECORD, FOUND)

const chosen = mutants
  .map((mutant, index) => ({ mutant, index, key: keyOf(mutant) }))
  .filter(({ mutant }) => only.test(`${mutant.file} ${mutant.where} ${mutant.operator} ${mutant.original}`))
  // By their keys, which is at random: what is done of it at any time speaks for the whole.
  .sort((a, b) => (a.key < b.key ? -1 : 1))
  .filter(({ mutant }, place, { length }) => mutant.guard || place < share * length)
if (chosen.length === 0) throw new Error("--only: no mutant is like that.")
const open = () => chosen.filter(({ key }) => !verdicts.has(key))
const unseen = () => chosen.filter(({ key }) => verdicts.get(key)?.verdict === "unseen inside")
console.log(`${mutants.length} mutants, ${chosen.length} of them chosen, ${open().length} without a verdict.`)
const drawn = draw(sample)
/** The mutant that stands for each code. */
const codes = new Map<string, string>()
for (const [key, { verdict, digest }] of verdicts) if (digest && verdict !== "same code") codes.set(digest, key)

const original = await checkTool()
const workers = await Promise.all(Array.from({ length: hired }, (_, place) => hire(place)))
await examineAll(open(), examineInside)
await examineAll(unseen(), examineOutside)
for (const { dismiss } of workers) dismiss()

const result: Verdicts = chosen.flatMap(({ mutant, key }) => {
  const verdict = verdicts.get(key)
  return verdict ? [{ mutant, verdict }] : []
})
if (writes) await write()
console.log(`\n${summaryOf(result)}`)
const others = [...drawn].filter(([key, { verdict }]) => verdicts.get(key)?.verdict !== verdict)
if (drawn.size > 0) {
  console.log(
    `Of verdicts on record ${drawn.size} were drawn (--seed ${seed}), ${drawn.size - others.length} came out alike.`,
  )
}
for (const [key, { verdict }] of others) {
  const mutant = chosen.find((candidate) => candidate.key === key)?.mutant
  if (mutant) console.log(`On record ${verdict}, now ${verdicts.get(key)?.verdict}: ${tell(mutant)}`)
}
process.exitCode = isSettled(result) && others.length === 0 ? 0 : 1

/** Takes verdicts back, as if they had never been found, and returns them. */
function draw(size: number): Map<string, Verdict> {
  const byLot = (key: string) => digestOf(seed + key)
  const known = chosen.flatMap(({ key }) => {
    const verdict = verdicts.get(key)
    return verdict && verdict.verdict !== "unseen inside" ? [[key, verdict] as const] : []
  })
  const taken = known.sort(([a], [b]) => (byLot(a) < byLot(b) ? -1 : 1)).slice(0, size)
  for (const [key] of taken) verdicts.delete(key)
  return new Map(taken)
}

async function write(): Promise<void> {
  await writeFile(join(root, "docs", "mutants.md"), mutantsDocument(result, mutants.length))
  const lines = chosen.flatMap(({ key }) => {
    const verdict = verdicts.get(key)
    return verdict ? [lineOf(key, verdict)] : []
  })
  await writeFile(RECORD, lines.join(""))
}

/** A tool that lets a contract pass of which nothing works, or refuses the contract as it is, says nothing. */
async function checkTool(): Promise<{ quick: string; production: string }> {
  const judge = await Judge.open(join(folder, "0"))
  const [quick, production] = [compile(sources, "quick"), compile(sources, "production")]
  const dead = compile(revertEverything(sources, trees), "quick")
  if ("error" in quick || "error" in production || "error" in dead) throw new Error("The contracts do not compile.")
  await judge.plant(dead.code)
  const seen = await judge.seenInside("deposit")
  if (!seen) throw new Error("No test sees that every function reverts.")
  await judge.plant(quick.code)
  const wrong = await judge.seenInside("deposit")
  if (wrong) throw new Error(`A test fails without any mutant: ${wrong}`)
  console.log(`Every function reverts: seen by ${seen}. The contract as it is: all tests pass.`)
  return { quick: digestOf(quick.code), production: digestOf(production.code) }
}

/** A process that builds and tests on its own. */
async function hire(place: number): Promise<Worker> {
  const child = fork(join(root, "evidence", "mutants", "worker.ts"))
  let reply: (answer: Answer) => void = () => {}
  child.on("message", (answer: Answer) => reply(answer))
  child.on("exit", (status) => {
    if (status !== null) throw new Error(`Worker ${place} has ended with ${status}.`)
  })
  const ask = (task: Task) =>
    new Promise<Answer>((resolve) => {
      reply = resolve
      child.send(task)
    })
  await ask({ open: join(folder, String(place)) })
  return { ask, dismiss: () => child.kill() }
}

async function examineAll(
  todo: Candidate[],
  examine: (candidate: Candidate, ask: Worker["ask"]) => Promise<Verdict>,
): Promise<void> {
  const began = Date.now()
  let done = 0
  const work = async ({ ask }: Worker) => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const { mutant, key } = next
      const verdict = await examine(next, ask)
      verdicts.set(key, verdict)
      await appendFile(FOUND, lineOf(key, verdict))
      done += 1
      const speed = Math.round(done / Math.max(1, (Date.now() - began) / 60_000))
      const by = verdict.by ? ` by ${verdict.by}` : ""
      console.log(`${done}, ${todo.length} left, ${speed} a minute  ${verdict.verdict}${by}  ${tell(mutant)}`)
    }
  }
  await Promise.all(workers.map(work))
}

async function examineInside({ mutant: { where }, index, key }: Candidate, ask: Worker["ask"]): Promise<Verdict> {
  const { error, digest = "" } = await ask({ build: "quick", index })
  if (error) return { verdict: "does not compile" }
  if (digest === original.quick || codes.has(digest)) return { verdict: "same code", digest }
  codes.set(digest, key)
  const { seen } = await ask({ tests: "inside", where })
  return seen ? { verdict: "killed", by: seen, digest } : { verdict: "unseen inside", digest }
}

/** The optimizer may find that nothing has changed; if not, the tests that look from outside have their turn. */
async function examineOutside({ mutant, index, key }: Candidate, ask: Worker["ask"]): Promise<Verdict> {
  const digest = verdicts.get(key)?.digest ?? ""
  // An hour of tests says nothing of what cannot be told apart.
  if (whyHarmless(mutant)) return { verdict: "survived", digest }
  const optimized = await ask({ build: "production", index })
  if (optimized.error) return { verdict: "does not compile" }
  if (optimized.digest === original.production) return { verdict: "same code", digest }
  const { seen } = await ask({ tests: "outside", where: mutant.where })
  return seen ? { verdict: "killed", by: seen, digest } : { verdict: "survived", digest }
}

/** What was found and still holds; what comes later counts. */
async function recall(...files: readonly string[]): Promise<Map<string, Verdict>> {
  const known = new Map<string, Verdict>()
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")))
  for (const entry of texts.flatMap((text) => text.split("\n")).filter(Boolean)) {
    const { key, contracts: ofContracts, tests: ofTests, ...verdict } = JSON.parse(entry)
    if (ofContracts !== contracts) continue
    const wasUnseen = verdict.verdict === "survived" || verdict.verdict === "unseen inside"
    if (wasUnseen && ofTests !== tests) known.delete(key)
    else known.set(key, verdict)
  }
  return known
}

function lineOf(key: string, verdict: Verdict): string {
  return `${JSON.stringify({ key, contracts, tests, ...verdict })}\n`
}

function keyOf({ file, from, to, text }: Mutant): string {
  return digestOf(`${file}:${from}:${to}:${text}`)
}

function read(file: string): Promise<string> {
  return readFile(join(root, file), "utf8")
}

function tell({ file, line, operator, original: was, text }: Mutant): string {
  const flat = (part: string) => part.replace(/\s+/g, " ").slice(0, 70)
  return `${file.replace("contracts/", "")}:${line} ${operator}: ${flat(was)} -> ${flat(text)}`
}
