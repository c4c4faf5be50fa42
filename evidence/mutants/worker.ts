// One of several processes that work side by side. It compiles mutants and runs the tests against them, on request.
import { type Build, compile, parse } from "../solidity/compiler.ts"
import { digestOf, ENTRY, loadSources } from "../solidity/sources.ts"
import { mutantsOf, planted } from "./operators.ts"
import { TestRuns } from "./testRuns.ts"

export type Task =
  | { readonly open: string }
  | { readonly build: Build; readonly index: number }
  | { readonly tests: "Solidity" | "TypeScript"; readonly where: string }

export interface Answer {
  /** The compiler's error. */
  readonly error?: string
  /** A hash of the mutant's code. */
  readonly digest?: string
  /** The test that failed. */
  readonly failing?: string | undefined
}

const sources = await loadSources(ENTRY)
const mutants = mutantsOf(sources, parse(sources))
let runs: TestRuns | undefined
let code = ""

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
    const mutant = mutants[task.index]
    if (!mutant) throw new Error(`There is no mutant ${task.index}.`)
    const built = compile(planted(sources, mutant), task.build)
    if ("error" in built) return built
    code = built.code
    return { digest: digestOf(code) }
  }
  if (!runs) throw new Error("The worker has no copy of the repository yet.")
  await runs.plant(code)
  const failing = await (task.tests === "Solidity"
    ? runs.failingSolidityTest(task.where)
    : runs.failingTypeScriptTest())
  return { failing }
}
