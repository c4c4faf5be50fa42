// npm run mutants                        changes the contracts in one place at a time; a test must fail for each change
// npm run mutants -- --only 'stake|fee'   only the changes with a matching place or text; 'periphery' is a place
// npm run mutants -- --since <revision>  only the changes on lines that differ from a revision
// npm run mutants -- --share 0.4          every guard and modifier, what is on record, and others up to this share
// npm run mutants -- --sample 60          judges this many recorded verdicts again, drawn by --seed; all must be the same
// npm run mutants -- --write              also writes docs/mutants.md and docs/mutants.jsonl; other records stay
// npm run mutants -- --fresh              starts anew; otherwise the record and the verdicts of earlier runs are used
import { fork } from "node:child_process"
import { randomBytes } from "node:crypto"
import { appendFile, mkdir, rm, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"
import { count, pattern, positive, share as toShare } from "../scripts/support/options.ts"
import { root } from "../scripts/support/root.ts"
import { type Candidate, candidates, digestOfCodes, type Subject } from "./mutants/candidates.ts"
import { onChangedLines } from "./mutants/changedLines.ts"
import { type Mutant, revertEverything } from "./mutants/operators.ts"
import { isSettled, mutantsPage, summaryOf, type Verdict, type Verdicts, whyHarmless } from "./mutants/page.ts"
import { lineOf, readRecorded, readVerdicts } from "./mutants/record.ts"
import { TestRuns } from "./mutants/testRuns.ts"
import type { Answer, Task } from "./mutants/worker.ts"
import { type Codes, compile } from "./solidity/compiler.ts"
import { digestOf } from "./solidity/sources.ts"

const {
  only,
  since,
  share,
  workers: size,
  sample,
  seed,
  write,
  fresh,
} = new Command("npm run mutants --")
  .description("Changes the contracts in one place at a time, and expects a test to fail for each change.")
  .option("--only <pattern>", "only the changes with a matching place or text", pattern, /(?:)/)
  .option("--since <revision>", "only the changes on lines that differ from a revision of the repository")
  .option("--share <fraction>", "every guard and modifier, what is on record, and others up to this share", toShare, 1)
  .option("--workers <count>", "how many processes work side by side", positive, availableParallelism())
  .option("--sample <count>", "how many recorded verdicts to judge again", count, 0)
  .option("--seed <text>", "what draws the sample", randomBytes(6).toString("hex"))
  .option("--write", "also write docs/mutants.md and docs/mutants.jsonl", false)
  .option("--fresh", "ignore the record and the verdicts of earlier runs", false)
  .parse()
  .opts()

interface Worker {
  readonly ask: (task: Task) => Promise<Answer>
  readonly stop: () => void
}

const folder = join(root, "cache", "mutants")
/** Verdicts of runs on this machine. */
const FOUND = join(folder, "verdicts.jsonl")
/** Published verdicts. */
const RECORD = join(root, "docs", "mutants.jsonl")
const mutants = await candidates()
const validities = new Map(mutants.map(({ key, subject }) => [key, subject.validity]))

if (fresh) await rm(FOUND, { force: true })
await mkdir(folder, { recursive: true })
const verdicts = fresh ? new Map<string, Verdict>() : await readVerdicts(validities, RECORD, FOUND)
const recorded = await readRecorded(validities, RECORD)

const isChanged = since === undefined ? () => true : await onChangedLines(since)
const chosen = mutants
  .filter(({ mutant }) => only.test(`${mutant.file} ${mutant.where} ${mutant.operator} ${mutant.original}`))
  .filter(({ mutant }) => isChanged(mutant))
  // Sorted by key, which is a random order: what is done at any time is a sample of the whole.
  .sort((a, b) => (a.key < b.key ? -1 : 1))
  // Those on record are drawn again, so that a share stays the same when comments or tests change.
  .filter(({ mutant, key }, place, { length }) => mutant.guard || recorded.has(key) || place < share * length)
if (chosen.length === 0) throw new Error("No change matches. Pass --only with another pattern.")
const open = () => chosen.filter(({ key }) => !verdicts.has(key))
const survivedSolidity = () => chosen.filter(({ key }) => verdicts.get(key)?.verdict === "survived Solidity")
console.log(`${mutants.length} mutants, ${chosen.length} of them chosen, ${open().length} without a verdict.`)
const drawn = draw(sample)
/** The mutant that stands for each code. */
const codes = new Map<string, string>()
for (const [key, { verdict, digest }] of verdicts) if (digest && verdict !== "same code") codes.set(digest, key)

const subjects = [...new Set(chosen.map(({ subject }) => subject))]
const originals = await checkTool()
const workers = await Promise.all(Array.from({ length: size }, (_, place) => startWorker(place)))
await examineAll(open(), examineBySolidity)
await examineAll(survivedSolidity(), examineByTypeScript)
for (const { stop } of workers) stop()

const result = chosen.flatMap(judged)
if (write) await writePages()
console.log(`\n${summaryOf(result)}`)
const others = [...drawn].filter(([key, { verdict }]) => verdicts.get(key)?.verdict !== verdict)
if (drawn.size > 0) {
  console.log(
    `Of ${drawn.size} recorded verdicts drawn with --seed ${seed}, ${drawn.size - others.length} came out the same.`,
  )
}
for (const [key, { verdict }] of others) {
  const mutant = chosen.find((candidate) => candidate.key === key)?.mutant
  if (mutant) console.log(`Recorded ${verdict}, now ${verdicts.get(key)?.verdict}: ${describe(mutant)}`)
}
process.exitCode = isSettled(result) && others.length === 0 ? 0 : 1

/** Draws verdicts, and forgets them so that they are judged again. */
function draw(size: number): Map<string, Verdict> {
  const lot = (key: string) => digestOf(seed + key)
  const known = chosen.flatMap(({ key }) => {
    const verdict = verdicts.get(key)
    return verdict && verdict.verdict !== "survived Solidity" ? [[key, verdict] as const] : []
  })
  const taken = known.sort(([a], [b]) => (lot(a) < lot(b) ? -1 : 1)).slice(0, size)
  for (const [key] of taken) verdicts.delete(key)
  return new Map(taken)
}

/** A candidate's verdict, if it has one. */
function judged({ subject, mutant, key }: Candidate): Verdicts {
  const verdict = verdicts.get(key)
  return verdict ? [{ part: subject.part.name, mutant, verdict }] : []
}

/** The verdicts of this run, and those on record for the mutants that it did not choose. */
async function writePages(): Promise<void> {
  const kept = mutants.filter((candidate) => recorded.has(candidate.key) && !chosen.includes(candidate))
  const written = [...chosen, ...kept].sort((a, b) => (a.key < b.key ? -1 : 1))
  const lines = written.flatMap(({ subject, key }) => {
    const verdict = verdicts.get(key)
    return verdict ? [lineOf(key, subject.validity, verdict)] : (recorded.get(key)?.line ?? [])
  })
  const shown = written.flatMap(({ subject, mutant, key }): Verdicts => {
    const verdict = verdicts.get(key) ?? recorded.get(key)?.verdict
    return verdict ? [{ part: subject.part.name, mutant, verdict }] : []
  })
  const counts = new Map<string, number>()
  for (const { subject } of mutants) counts.set(subject.part.name, (counts.get(subject.part.name) ?? 0) + 1)
  await writeFile(join(root, "docs", "mutants.md"), mutantsPage(shown, counts))
  await writeFile(RECORD, lines.join(""))
}

/** Fails if the tests accept contracts of which nothing works, or reject the contracts as they are. */
async function checkTool(): Promise<ReadonlyMap<Subject, { quick: string; production: string }>> {
  const runs = await TestRuns.open(join(folder, "0"))
  const digests = new Map<Subject, { quick: string; production: string }>()
  for (const subject of subjects) {
    const { part, sources, trees } = subject
    const [quick, production, dead] = [
      codesOf(compile(sources, part.contracts, "quick")),
      codesOf(compile(sources, part.contracts, "production")),
      codesOf(compile(revertEverything(part, sources, trees), part.contracts, "quick")),
    ]
    await runs.plant(dead)
    const failing = await runs.failingSolidityTest(part, part.trial)
    if (!failing) throw new Error(`No test of the ${part.name} fails although every function reverts.`)
    await runs.plant(quick)
    const wrong = await runs.failingSolidityTest(part, part.trial)
    if (wrong) throw new Error(`A test fails without a mutant: ${wrong}`)
    console.log(`${part.name}: if every function reverts, ${failing} fails. As the contracts are, all tests pass.`)
    digests.set(subject, { quick: digestOfCodes(quick), production: digestOfCodes(production) })
  }
  return digests
}

function codesOf(built: ReturnType<typeof compile>): Codes {
  if ("error" in built) throw new Error(`The contracts do not compile: ${built.error}`)
  return built.codes
}

/** Starts a process that compiles and tests mutants. */
async function startWorker(place: number): Promise<Worker> {
  const child = fork(join(root, "evidence", "mutants", "worker.ts"))
  let reply: (answer: Answer) => void = () => {}
  child.on("message", (answer: Answer) => reply(answer))
  child.on("exit", (status) => {
    if (status !== null) throw new Error(`Worker ${place} ended with exit code ${status}.`)
  })
  const ask = (task: Task) =>
    new Promise<Answer>((resolve) => {
      reply = resolve
      child.send(task)
    })
  await ask({ open: join(folder, String(place)) })
  return { ask, stop: () => child.kill() }
}

async function examineAll(
  todo: Candidate[],
  examine: (candidate: Candidate, ask: Worker["ask"]) => Promise<Verdict>,
): Promise<void> {
  const began = Date.now()
  let done = 0
  const work = async ({ ask }: Worker) => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const { subject, mutant, key } = next
      const verdict = await examine(next, ask)
      verdicts.set(key, verdict)
      await appendFile(FOUND, lineOf(key, subject.validity, verdict))
      done += 1
      const speed = Math.round(done / Math.max(1, (Date.now() - began) / 60_000))
      const by = verdict.by ? ` by ${verdict.by}` : ""
      console.log(`${done}, ${todo.length} left, ${speed} a minute  ${verdict.verdict}${by}  ${describe(mutant)}`)
    }
  }
  await Promise.all(workers.map(work))
}

async function examineBySolidity({ subject, index, key }: Candidate, ask: Worker["ask"]): Promise<Verdict> {
  const { error, digest = "" } = await ask({ build: "quick", index })
  if (error) return { verdict: "does not compile" }
  if (digest === originals.get(subject)?.quick || codes.has(digest)) return { verdict: "same code", digest }
  codes.set(digest, key)
  const { failing } = await ask({ tests: "Solidity", index })
  return failing ? { verdict: "killed", by: failing, digest } : { verdict: "survived Solidity", digest }
}

/** The optimizer may produce the original code. If it does not, the TypeScript tests judge the mutant. */
async function examineByTypeScript({ subject, mutant, index, key }: Candidate, ask: Worker["ask"]): Promise<Verdict> {
  const digest = verdicts.get(key)?.digest ?? ""
  // No test can tell a harmless change from the original.
  if (whyHarmless(mutant)) return { verdict: "survived", digest }
  const optimized = await ask({ build: "production", index })
  if (optimized.error) return { verdict: "does not compile" }
  if (optimized.digest === originals.get(subject)?.production) return { verdict: "same code", digest }
  const { failing } = await ask({ tests: "TypeScript", index })
  return failing ? { verdict: "killed", by: failing, digest } : { verdict: "survived", digest }
}

function describe({ file, line, operator, original: was, text }: Mutant): string {
  const flat = (part: string) => part.replace(/\s+/g, " ").slice(0, 70)
  return `${file.replace("contracts/", "")}:${line} ${operator}: ${flat(was)} -> ${flat(text)}`
}
