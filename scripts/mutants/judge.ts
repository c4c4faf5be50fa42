import { globSync } from "node:fs"
import { readFile, rename, writeFile } from "node:fs/promises"

import { Field } from "../solidity/field.ts"
import { root } from "../solidity/sources.ts"

const ARTIFACT = "artifacts/contracts/RentalEscrow.sol/RentalEscrow.json"
const RANDOM = ["fuzz", "invariant"]
/** Random tests are not what should decide: a few runs of each. */
const FEW = { FUZZ_RUNS: "64", INVARIANT_RUNS: "2" }

const solidity = globSync("test/**/*.t.sol", { cwd: root }).sort()
const isRandom = (file: string) => RANDOM.some((folder) => file.startsWith(`test/${folder}/`))
const fixed = solidity.filter((file) => !isRandom(file))
const random = solidity.filter(isRandom)
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
  readonly #artifact: object
  /** The test file that last saw a change of a function. */
  readonly #seenBy = new Map<string, string>()

  private constructor(field: Field, artifact: object) {
    this.#field = field
    this.#artifact = artifact
  }

  static async open(path: string): Promise<Judge> {
    const field = await Field.open(path)
    // Quick builds are larger than a chain would take.
    const config = await readFile(field.path("hardhat.config.ts"), "utf8")
    const wider = config.replace("chainId: 137,", "chainId: 137,\n  allowUnlimitedContractSize: true,")
    if (wider === config) throw new Error("hardhat.config.ts has no network with the chain id 137.")
    await writeFile(field.path("hardhat.config.ts"), wider)
    return new Judge(field, JSON.parse(await readFile(field.path(ARTIFACT), "utf8")))
  }

  /** Has the tests meet this code from now on. */
  async plant(code: string): Promise<void> {
    const draft = this.#field.path("artifact.json")
    await writeFile(draft, JSON.stringify({ ...this.#artifact, bytecode: code }))
    await rename(draft, this.#field.path(ARTIFACT))
  }

  /** A Solidity test that fails now, or nothing: first where it is likeliest, last what is random. */
  async seenInside(where: string): Promise<string | undefined> {
    const likely = this.#seenBy.get(where) ?? likelyFor(where)
    const seen = (likely && (await this.#seenIn([likely]))) || (await this.#seenIn(fixed))
    if (seen) this.#seenBy.set(where, fileOf(seen))
    return seen ?? this.#seenIn(random, FEW)
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
  return fixed.includes(file) ? file : undefined
}

function fileOf(seen: string): string {
  return `test/${seen.split(": ")[0]}`
}
