// One of several processes that work side by side. It compiles mutants and runs the tests against them, on request.
import { type Build, type Codes, compile } from "../solidity/compiler.ts"
import { type Candidate, candidates, digestOfCodes } from "./candidates.ts"
import { planted } from "./operators.ts"
import { TestRuns } from "./testRuns.ts"

export type Task =
  | { readonly open: string }
  | { readonly build: Build; readonly index: number }
  | { readonly tests: "Solidity" | "TypeScript"; readonly index: number }

export interface Answer {
  /** The compiler's error. */
  readonly error?: string
  /** A hash of the mutant's code. */
  readonly digest?: string
  /** The test that failed. */
  readonly failing?: string | undefined
}

const all = await candidates()
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
  if ("build" in task) {
    const { subject, mutant } = at(task.index)
    const built = compile(planted(subject.sources, mutant), subject.part.contracts, task.build)
    if ("error" in built) return built
    codes = built.codes
    return { digest: digestOfCodes(codes) }
  }
  if (!runs) throw new Error("The worker has no copy of the repository yet.")
  const { subject, mutant } = at(task.index)
  await runs.plant(codes)
  const failing = await (task.tests === "Solidity"
    ? runs.failingSolidityTest(subject.part, mutant.where)
    : runs.failingTypeScriptTest(subject.part))
  return { failing }
}

function at(index: number): Candidate {
  const candidate = all[index]
  if (!candidate) throw new Error(`There is no mutant ${index}.`)
  return candidate
}
