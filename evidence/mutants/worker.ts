// One of several processes that work side by side. It compiles mutants and runs the tests against them, on request.
import { type Build, type Codes, compile } from "../solidity/compiler.ts"
import type { Part } from "../solidity/contracts.ts"
import { digestOfCodes, type Subject, subjects } from "./candidates.ts"
import { type Mutant, planted } from "./operators.ts"
import { TestRuns } from "./testRuns.ts"

export type Task =
  | { readonly open: string }
  | { readonly build: Build; readonly part: Part["name"]; readonly changes: readonly Mutant[] }
  /** The tests judge what was built last. */
  | { readonly tests: "Solidity" | "TypeScript"; readonly part: Part["name"]; readonly where: string }

export interface Answer {
  /** The compiler's error. */
  readonly error?: string
  /** A hash of the mutant's code. */
  readonly digest?: string
  /** The test that failed. */
  readonly failing?: string | undefined
}

const all = await subjects()
let runs: TestRuns | undefined
let codes: Codes = {}

process.on("message", (task: Task) => {
  answer(task).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function answer(task: Task): Promise<Answer> {
  if ("open" in task) {
    runs = await TestRuns.open(task.open)
    return {}
  }
  const { part, sources } = subjectOf(task.part)
  if ("build" in task) {
    const built = compile(planted(sources, ...task.changes), part.contracts, task.build)
    if ("error" in built) return built
    codes = built.codes
    return { digest: digestOfCodes(codes) }
  }
  if (!runs) throw new Error("The worker has no copy of the repository yet.")
  await runs.plant(codes)
  const failing = await (task.tests === "Solidity"
    ? runs.failingSolidityTest(part, task.where)
    : runs.failingTypeScriptTest(part))
  return { failing }
}

function subjectOf(name: Part["name"]): Subject {
  const subject = all.find(({ part }) => part.name === name)
  if (!subject) throw new Error(`There is no part ${name}.`)
  return subject
}
