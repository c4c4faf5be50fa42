import { globSync } from "node:fs"

import { Field } from "../solidity/field.ts"
import { root } from "../solidity/sources.ts"

/** Random tests are not what should decide: a few runs of each. */
const FEW = { FUZZ_RUNS: "64", INVARIANT_RUNS: "2" }
const RANDOM = /^test\/(fuzz|invariant)\//
/** Half of the time of all that is not random. */
const SLOW = /^test\/(attacks|tokens)\/|^test\/unit\/transferOut\./

const solidity = globSync("test/**/*.t.sol", { cwd: root }).sort()
const random = solidity.filter((file) => RANDOM.test(file))
const slow = solidity.filter((file) => SLOW.test(file))
const swift = solidity.filter((file) => !RANDOM.test(file) && !SLOW.test(file))
/** What looks at the contract from TypeScript: it is put before the few mutants that the others let live. */
const outside = [
  "test/differential/differential.test.ts",
  "test/matrix/timeline.test.ts",
  "test/matrix/authority.test.ts",
  "test/matrix/liveness.test.ts",
]

/** Puts changed escrows before the tests. */
export class Judge {
  readonly #field: Field
  /** The test file that last saw a change of a function. */
  readonly #seenBy = new Map<string, string>()

  private constructor(field: Field) {
    this.#field = field
  }

  static async open(path: string): Promise<Judge> {
    const field = await Field.open(path)
    // Quick builds are larger than a chain would take.
    await field.lift()
    return new Judge(field)
  }

  /** Has the tests meet this code from now on. */
  plant(code: string): Promise<void> {
    return this.#field.plant(code)
  }

  /** A Solidity test that fails now, or nothing: first where it is likeliest, last what is random. */
  async seenInside(where: string): Promise<string | undefined> {
    const likely = this.#seenBy.get(where) ?? likelyFor(where)
    for (const files of [...(likely ? [[likely]] : []), swift, slow]) {
      const seen = await this.#seenIn(files)
      if (!seen) continue
      this.#seenBy.set(where, fileOf(seen))
      return seen
    }
    return this.#seenIn(random, FEW)
  }

  /** A TypeScript test that fails now, or nothing. */
  async seenOutside(): Promise<string | undefined> {
    for (const file of outside) {
      const seen = await this.#seenIn([file])
      if (seen) return seen
    }
    return undefined
  }

  async #seenIn(files: readonly string[], env?: NodeJS.ProcessEnv): Promise<string | undefined> {
    const [first] = await this.#field.failuresIn(files, env)
    return first && `${first.file.replace("test/", "")}: ${first.name}`
  }
}

/** A function's own test file, where it has one. */
function likelyFor(where: string): string | undefined {
  const file = `test/unit/${where.replace(/^_/, "")}.t.sol`
  return solidity.includes(file) ? file : undefined
}

function fileOf(seen: string): string {
  return `test/${seen.split(": ")[0]}`
}
