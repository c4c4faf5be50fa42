// Judges changed contracts: several processes compile them and run the tests against them.
import { fork } from "node:child_process"
import { appendFile } from "node:fs/promises"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"
import { type Codes, compile } from "../solidity/compiler.ts"
import { digestOfCodes, type Subject } from "./candidates.ts"
import { type Mutant, revertEverything } from "./operators.ts"
import { type Verdict, whyHarmless } from "./page.ts"
import { lineOf } from "./record.ts"
import { TestRuns } from "./testRuns.ts"
import type { Answer, Task } from "./worker.ts"

/** Changes of one part of the contracts, planted together. */
export interface Plan {
  readonly subject: Subject
  readonly changes: readonly Mutant[]
  readonly key: string
  /** The plans that it is made of. Each must compile, and to other code than the whole. */
  readonly halves?: readonly Plan[]
}

interface Options {
  /** Where the copies of the repository are. */
  readonly folder: string
  /** The file that receives each verdict. */
  readonly found: string
  /** How many processes work side by side. */
  readonly size: number
  readonly subjects: readonly Subject[]
  /** What is known already. Receives each verdict, too. */
  readonly verdicts: Map<string, Verdict>
  /** What became of the same code in other campaigns, by its digest. */
  readonly byCode?: ReadonlyMap<string, Verdict>
}

type Ask = (task: Task) => Promise<Answer>

interface Worker {
  readonly ask: Ask
  readonly stop: () => void
}

type Digests = ReadonlyMap<Subject, { readonly quick: string; readonly production: string }>

/** The processes, and the codes of the contracts as they are. */
interface Court {
  readonly workers: readonly Worker[]
  readonly originals: Digests
}

export class Judges {
  readonly #options: Options
  readonly #verdicts: Map<string, Verdict>
  /** Opens with the first plan, so that what is known already can be written without a run. */
  #court: Promise<Court> | undefined
  /** The plan that stands for each code. */
  readonly #codes = new Map<string, string>()
  /** The codes of plans that have no verdict; empty for those that do not compile. */
  readonly #digests = new Map<string, string>()

  constructor(options: Options) {
    this.#options = options
    this.#verdicts = options.verdicts
    for (const [key, { verdict, digest }] of options.verdicts) {
      if (digest && verdict !== "same code") this.#codes.set(digest, key)
    }
  }

  /**
   * Judges what has no verdict yet: all by the Solidity tests, then those that survived by the TypeScript tests. Fails if
   * the tests accept contracts of which nothing works, or reject the contracts as they are.
   */
  async judge(plans: readonly Plan[]): Promise<void> {
    const survivedSolidity = ({ key }: Plan) => this.#verdicts.get(key)?.verdict === "survived Solidity"
    await this.#examineAll(
      plans.filter(({ key }) => !this.#verdicts.has(key)),
      (plan, ask, originals) => this.#bySolidity(plan, ask, originals),
    )
    for (const plan of plans.filter(survivedSolidity)) {
      // No test can tell harmless changes from the original.
      if (plan.changes.every(whyHarmless))
        await this.#keep(plan, { verdict: "survived", digest: this.#knownDigest(plan) })
    }
    await this.#examineAll(plans.filter(survivedSolidity), (plan, ask, originals) =>
      this.#byTypeScript(plan, ask, originals),
    )
  }

  async close(): Promise<void> {
    for (const { stop } of (await this.#court)?.workers ?? []) stop()
  }

  async #open(): Promise<Court> {
    const { folder, size, subjects } = this.#options
    // Campaigns for different parts run side by side in the audit.
    const copies = join(
      folder,
      subjects
        .map(({ part }) => part.name)
        .sort()
        .join("-"),
    )
    const originals = await checkTool(join(copies, "0"), subjects)
    const workers = await Promise.all(Array.from({ length: size }, (_, place) => startWorker(place, copies)))
    return { workers, originals }
  }

  async #examineAll(
    todo: Plan[],
    examine: (plan: Plan, ask: Ask, originals: Digests) => Promise<Verdict>,
  ): Promise<void> {
    if (todo.length === 0) return
    this.#court ??= this.#open()
    const { workers, originals } = await this.#court
    const began = Date.now()
    let done = 0
    const work = async ({ ask }: Worker) => {
      for (let plan = todo.shift(); plan; plan = todo.shift()) {
        const verdict = await examine(plan, ask, originals)
        await this.#keep(plan, verdict)
        done += 1
        const speed = Math.round(done / Math.max(1, (Date.now() - began) / 60_000))
        const by = verdict.by ? ` by ${verdict.by}` : ""
        const changes = plan.changes.map(describe).join("  AND  ")
        console.log(`${done}, ${todo.length} left, ${speed} a minute  ${verdict.verdict}${by}  ${changes}`)
      }
    }
    await Promise.all(workers.map(work))
  }

  async #keep({ key, subject }: Plan, verdict: Verdict): Promise<void> {
    this.#verdicts.set(key, verdict)
    await appendFile(this.#options.found, lineOf(key, subject.validity, verdict))
  }

  #knownDigest({ key }: Plan): string {
    return this.#verdicts.get(key)?.digest ?? ""
  }

  async #bySolidity(plan: Plan, ask: Ask, originals: Digests): Promise<Verdict> {
    const others: string[] = []
    for (const half of plan.halves ?? []) others.push(await this.#digestOf(half, ask))
    if (others.includes("")) return { verdict: "does not compile" }

    const { error, digest = "" } = await ask(buildOf(plan, "quick"))
    if (error) return { verdict: "does not compile" }
    others.push(originals.get(plan.subject)?.quick ?? "")
    if (others.includes(digest) || this.#codes.has(digest)) return { verdict: "same code", digest }
    this.#codes.set(digest, plan.key)
    const known = this.#options.byCode?.get(digest)
    if (known) return known
    const { failing } = await ask(testsOf(plan, "Solidity"))
    return failing ? { verdict: "killed", by: failing, digest } : { verdict: "survived Solidity", digest }
  }

  /** The optimizer may produce the original code. If it does not, the TypeScript tests judge the mutant. */
  async #byTypeScript(plan: Plan, ask: Ask, originals: Digests): Promise<Verdict> {
    const digest = this.#knownDigest(plan)
    const optimized = await ask(buildOf(plan, "production"))
    if (optimized.error) return { verdict: "does not compile" }
    if (optimized.digest === originals.get(plan.subject)?.production) return { verdict: "same code", digest }
    const { failing } = await ask(testsOf(plan, "TypeScript"))
    return failing ? { verdict: "killed", by: failing, digest } : { verdict: "survived", digest }
  }

  /** A hash of a plan's code, empty if it does not compile. */
  async #digestOf(plan: Plan, ask: Ask): Promise<string> {
    const known = this.#verdicts.get(plan.key)
    if (known) return known.digest ?? ""
    const kept = this.#digests.get(plan.key)
    if (kept !== undefined) return kept
    const { digest = "" } = await ask(buildOf(plan, "quick"))
    this.#digests.set(plan.key, digest)
    return digest
  }
}

function buildOf({ subject, changes }: Plan, build: "quick" | "production"): Task {
  return { build, part: subject.part.name, changes }
}

function testsOf({ subject, changes }: Plan, tests: "Solidity" | "TypeScript"): Task {
  return { tests, part: subject.part.name, where: changes[0]?.where ?? "" }
}

async function checkTool(copy: string, subjects: readonly Subject[]): Promise<Digests> {
  const runs = await TestRuns.open(copy)
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
async function startWorker(place: number, folder: string): Promise<Worker> {
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

export function describe({ file, line, operator, original: was, text }: Mutant): string {
  const flat = (part: string) => part.replace(/\s+/g, " ").slice(0, 70)
  return `${file.replace("contracts/", "")}:${line} ${operator}: ${flat(was)} -> ${flat(text)}`
}
