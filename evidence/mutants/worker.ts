// One of several beside each other: builds a mutant when asked, and puts it before the tests when asked.
import { type Build, compile, parse } from "../solidity/compiler.ts"
import { digestOf, ENTRY, loadSources } from "../solidity/sources.ts"
import { Judge } from "./judge.ts"
import { mutantsOf, planted } from "./operators.ts"

export type Task =
  | { readonly open: string }
  | { readonly build: Build; readonly index: number }
  | { readonly tests: "inside" | "outside"; readonly where: string }

export interface Answer {
  /** Why it does not compile. */
  readonly error?: string
  /** What tells its code from another's. */
  readonly digest?: string
  /** The test that failed. */
  readonly seen?: string | undefined
}

const sources = await loadSources(ENTRY)
const mutants = mutantsOf(sources, parse(sources))
let judge: Judge | undefined
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
    judge = await Judge.open(task.open)
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
  if (!judge) throw new Error("The worker has no field yet.")
  await judge.plant(code)
  return { seen: task.tests === "inside" ? await judge.seenInside(task.where) : await judge.seenOutside() }
}
