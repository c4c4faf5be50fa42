import { globSync } from "node:fs"

import { root } from "../../scripts/support/root.ts"
import { WorkingCopy } from "../solidity/workingCopy.ts"

/** A few runs of random tests: other tests should decide. */
const FEW = { FUZZ_RUNS: "64", INVARIANT_RUNS: "2" }
const RANDOM = /^test\/(fuzz|invariant)\//
/** These take half of the time of all tests that are not random. */
const SLOW = /^test\/(attacks|tokens)\/|^test\/unit\/transferOut\./

const solidity = globSync("test/**/*.t.sol", { cwd: root }).sort()
const random = solidity.filter((file) => RANDOM.test(file))
const slow = solidity.filter((file) => SLOW.test(file))
const fast = solidity.filter((file) => !RANDOM.test(file) && !SLOW.test(file))
/** The TypeScript tests of the contract. They run only for the few mutants that survive the Solidity tests. */
const typescript = [
  "test/differential/differential.test.ts",
  "test/matrix/timeline.test.ts",
  "test/matrix/authority.test.ts",
  "test/matrix/liveness.test.ts",
]

/** Runs the tests against changed escrows, in a copy of the repository. */
export class TestRuns {
  readonly #copy: WorkingCopy
  /** The test file that last failed for a change of a function. */
  readonly #killers = new Map<string, string>()

  private constructor(copy: WorkingCopy) {
    this.#copy = copy
  }

  static async open(path: string): Promise<TestRuns> {
    const copy = await WorkingCopy.open(path)
    // Without the optimizer the code is larger than a chain accepts.
    await copy.allowAnySize()
    return new TestRuns(copy)
  }

  /** Gives the tests this code from now on. */
  plant(code: string): Promise<void> {
    return this.#copy.plant(code)
  }

  /** A Solidity test that fails now, if any. The likeliest file runs first, random tests last. */
  async failingSolidityTest(where: string): Promise<string | undefined> {
    const likely = this.#killers.get(where) ?? testOf(where)
    for (const files of [...(likely ? [[likely]] : []), fast, slow]) {
      const failing = await this.#failingIn(files)
      if (!failing) continue
      this.#killers.set(where, fileOf(failing))
      return failing
    }
    return this.#failingIn(random, FEW)
  }

  /** A TypeScript test that fails now, if any. */
  async failingTypeScriptTest(): Promise<string | undefined> {
    for (const file of typescript) {
      const failing = await this.#failingIn([file])
      if (failing) return failing
    }
    return undefined
  }

  async #failingIn(files: readonly string[], env?: NodeJS.ProcessEnv): Promise<string | undefined> {
    const [first] = await this.#copy.failuresIn(files, env)
    return first && `${first.file.replace("test/", "")}: ${first.name}`
  }
}

/** A function's own test file, if it has one. */
function testOf(where: string): string | undefined {
  const file = `test/unit/${where.replace(/^_/, "")}.t.sol`
  return solidity.includes(file) ? file : undefined
}

function fileOf(failing: string): string {
  return `test/${failing.split(": ")[0]}`
}
