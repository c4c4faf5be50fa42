// The random searches, and how soon each of them finds a bug.
import type { WorkingCopy } from "../solidity/workingCopy.ts"
import type { Bug } from "./planted.ts"

/** A random search that is run larger and larger. */
export interface Search {
  readonly name: "invariants" | "properties" | "lives"
  /** What its sizes count. */
  readonly unit: string
  /** From the smallest to the largest. */
  readonly sizes: readonly Size[]
}

interface Size {
  readonly count: number
  /** Only runs with --deep. */
  readonly deep: boolean
  /** Whether a run of this size finds the bug that is in the contracts. */
  readonly finds: (copy: WorkingCopy) => Promise<boolean>
}

/** The invariants of the core: each run of each campaign looks at all fourteen. */
const CAMPAIGNS = 14
const INVARIANTS = ["test/invariant/invariants.t.sol"]
const PROPERTIES = [
  "accrual",
  "batches",
  "deposits",
  "disputes",
  "endings",
  "extensions",
  "math",
  "policy",
  "purses",
  "refunds",
  "rolling",
  "signatures",
].map((name) => `test/fuzz/${name}.t.sol`)
const SEED = "137"
/** The largest searches take an hour of one core. */
const LIMIT_SECONDS = 4 * 3_600

export const searches: readonly Search[] = [
  {
    name: "invariants",
    unit: "calls, in 14 campaigns",
    sizes: [calls(1, 18), calls(1, 250), calls(10, 250), calls(29, 250, true), calls(286, 250, true)],
  },
  {
    name: "properties",
    unit: "runs of each property of test/fuzz",
    sizes: [runs(16), runs(128), runs(1_024), runs(10_000, true), runs(100_000, true)],
  },
  {
    name: "lives",
    unit: "lives compared with the model",
    sizes: [lives(500), lives(2_500), lives(10_000, true), lives(100_000, true)],
  },
]

/** The smallest size that finds the bug. Of a search that does not, the largest size that was tried. */
export interface Found {
  readonly count: number
  readonly caught: boolean
}

export async function searchFor(copy: WorkingCopy, { sizes }: Search, deep: boolean): Promise<Found> {
  const tried = sizes.filter((size) => deep || !size.deep)
  for (const { count, finds } of tried) if (await finds(copy)) return { count, caught: true }
  return { count: tried.at(-1)?.count ?? 0, caught: false }
}

/** The searches meet the escrow alone: router and mandate have campaigns of their own. */
export function isSearched({ file }: Bug): boolean {
  return !file.startsWith("contracts/periphery/")
}

function calls(runsOfEach: number, depth: number, deep = false): Size {
  const env = { INVARIANT_RUNS: String(runsOfEach), INVARIANT_DEPTH: String(depth) }
  return {
    count: CAMPAIGNS * runsOfEach * depth,
    deep,
    finds: async (copy) => (await copy.failuresIn(INVARIANTS, { env, limitSeconds: LIMIT_SECONDS })).length > 0,
  }
}

function runs(count: number, deep = false): Size {
  return {
    count,
    deep,
    finds: async (copy) =>
      (await copy.failuresIn(PROPERTIES, { env: { FUZZ_RUNS: String(count) }, limitSeconds: LIMIT_SECONDS })).length >
      0,
  }
}

function lives(count: number, deep = false): Size {
  const args = ["evidence/campaigns/lives.ts", "--lives", String(count), "--seed", SEED]
  const finds = async (copy: WorkingCopy) => {
    const { ok, output } = await copy.run("node", args, { limitSeconds: LIMIT_SECONDS })
    if (!ok && !output.includes("DifferenceError")) throw new Error(`The lives ended without a difference:\n${output}`)
    return !ok
  }
  return { count, deep, finds }
}
