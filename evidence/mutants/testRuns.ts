import type { Codes } from "../solidity/compiler.ts"
import type { Part } from "../solidity/contracts.ts"
import { WorkingCopy } from "../solidity/workingCopy.ts"

/** A few runs of random tests: other tests should decide. */
const FEW = { FUZZ_RUNS: "64", INVARIANT_RUNS: "2" }
const RANDOM = /^test\/(fuzz|invariant)\//
/** These take half of the time of all tests that are not random. */
const SLOW = /^test\/(attacks|tokens)\/|^test\/unit\/transferOut\./

/** Runs the tests against changed contracts, in a copy of the repository. */
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
  plant(codes: Codes): Promise<void> {
    return this.#copy.plant(codes)
  }

  /** A Solidity test that fails now, if any. The likeliest file runs first, random tests last. */
  async failingSolidityTest({ name, solidity }: Part, where: string): Promise<string | undefined> {
    const place = `${name} ${where}`
    const likely = this.#killers.get(place) ?? testOf(solidity, where)
    const fast = solidity.filter((file) => !RANDOM.test(file) && !SLOW.test(file))
    const slow = solidity.filter((file) => SLOW.test(file))
    for (const files of [...(likely ? [[likely]] : []), fast, slow]) {
      const failing = await this.#failingIn(files)
      if (!failing) continue
      const file = fileOf(failing)
      if (solidity.includes(file)) this.#killers.set(place, file)
      return failing
    }
    return this.#failingIn(
      solidity.filter((file) => RANDOM.test(file)),
      FEW,
    )
  }

  /** A TypeScript test that fails now, if any. */
  async failingTypeScriptTest({ typescript }: Part): Promise<string | undefined> {
    for (const file of typescript) {
      const failing = await this.#failingIn([file])
      if (failing) return failing
    }
    return undefined
  }

  async #failingIn(files: readonly string[], env?: NodeJS.ProcessEnv): Promise<string | undefined> {
    const [first] = await this.#copy.failuresIn(files, { env })
    return first && `${first.file.replace("test/", "")}: ${first.name}`
  }
}

/** A function's own test file, if it has one. */
function testOf(solidity: readonly string[], where: string): string | undefined {
  return solidity.find((file) => file.startsWith("test/unit/") && file.endsWith(`/${where.replace(/^_/, "")}.t.sol`))
}

function fileOf(failing: string): string {
  return `test/${failing.split(": ")[0]}`
}
