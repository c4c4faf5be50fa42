import type { Part } from "../solidity/contracts.ts"

/** One thing that is claimed of the contracts, and the command that shows it to anyone who runs it. */
export interface Claim {
  readonly name: string
  readonly sentence: string
  readonly how: string
  /** The parts of the contracts that it is about. */
  readonly parts: readonly Part["name"][]
  readonly full: Demonstration
  /** What `--quick` runs instead; without it, `--quick` leaves the claim out. */
  readonly quick?: Demonstration
  /** How much was done, read from what the command printed. */
  readonly figure: (output: string) => string | undefined
}

export interface Demonstration {
  /** How, where it differs from the claim's own words. */
  readonly how?: string
  /** A command of package.json, with its arguments. */
  readonly command: readonly string[]
  /** Whether it needs the machine for itself: it keeps both cores busy, or rebuilds what the others read. */
  readonly alone?: boolean
  /** How long it takes about on one core: the longest begin first, so that both cores are busy until the end. */
  readonly minutes?: number
}

/** The tests of router and mandate that draw no random sequences. */
const SIGNED = [
  "test/unit/{router,mandate}/*.t.sol",
  "test/attacks/{purchases,mandates}.t.sol",
  "test/signatures/purchases.test.ts",
  "test/signatures/mandates.test.ts",
]

export const claims: readonly Claim[] = [
  {
    name: "static",
    parts: ["core", "periphery"],
    sentence:
      "No delegatecall, selfdestruct or assembly; no loop except over the caller's batch; a reentrancy guard on every entry point; no owner and no payable function around the escrow",
    how: "instructions of the runtime code, syntax tree of the sources",
    full: { command: ["check", "static"], alone: true },
    quick: { command: ["check", "static"], alone: true },
    figure: (output) => `${count(output, /^yes /gm)} checks`,
  },
  {
    name: "lint",
    parts: ["core", "periphery"],
    sentence: "Lint is clean",
    how: "solhint, biome",
    full: { command: ["check", "lint"], alone: true },
    quick: { command: ["check", "lint"], alone: true },
    figure: () => "no warning",
  },
  {
    name: "builds",
    parts: ["core", "periphery"],
    sentence: "Builds are reproducible",
    how: "two clean builds, and the bare compiler with the input in deployments/build",
    full: { command: ["check", "builds"], alone: true },
    quick: { command: ["check", "builds"], alone: true },
    figure: (output) => /creation code (sha256 \w{16})/.exec(output)?.[1],
  },
  {
    name: "tests",
    parts: ["core"],
    sentence: "Every rule, attack, token, deadline and role behaves as documented",
    how: "unit trees, attacks, tokens, invariants, matrices, signatures, standards, exits, SDK, deployment, command line, keeper, host, server, page",
    full: { command: ["test"], alone: true },
    // Leaves out the invariants; coverage runs the other Solidity tests.
    quick: {
      how: "TypeScript tests: matrices, signatures, differential, SDK, deployment, command line, keeper",
      command: ["test", "mocha"],
      minutes: 8,
    },
    figure: (output) => /^(\d+) passed, 0 failed$/m.exec(output)?.[0],
  },
  {
    name: "matrices",
    parts: ["core"],
    sentence: "The largest matrices hold in full",
    how: "the matrices of which the tests above take a third: liveness, hashed offers, followers of events",
    full: { command: ["test:deep", "matrices"], minutes: 2 },
    figure: (output) => /^ {2}(\d+) passing\b/m.exec(output)?.[1]?.concat(" tests"),
  },
  {
    name: "tables",
    parts: ["core", "periphery"],
    sentence: "The published tables of tokens and threats match the tests",
    how: "regenerated and compared",
    full: { command: ["check", "tables"], alone: true },
    quick: { command: ["check", "tables"], alone: true },
    figure: () => "no difference",
  },
  {
    name: "gas",
    parts: ["core", "periphery"],
    sentence: "Gas is as published in docs/gas.md",
    how: "every call measured again",
    full: { command: ["check", "gas"], minutes: 1 },
    quick: { command: ["check", "gas"], minutes: 1 },
    figure: () => "to the digit",
  },
  {
    name: "coverage",
    parts: ["core", "periphery"],
    sentence: "The tests reach every function, line, statement and outcome of a condition",
    how: "probes in the production build, Solidity tests that pass",
    full: { command: ["coverage"], minutes: 5 },
    quick: { command: ["coverage"], minutes: 5 },
    figure: (output) => {
      const parts = [...output.matchAll(/^(functions|lines|statements|branches) +(\d+ of \d+)$/gm)]
      return parts.length === 4 ? parts.map(([, what, met]) => `${what} ${met}`).join(", ") : undefined
    },
  },
  {
    name: "proofs",
    parts: ["core", "periphery"],
    sentence: "Conservation, split, fee band, accrual, order and bounds hold for every input",
    how: "SMTChecker (CHC) and z3, docs/proofs.md",
    full: { command: ["proofs"], minutes: 5 },
    quick: { command: ["proofs"], minutes: 5 },
    figure: (output) => /^\d+ assertions proven.*$/m.exec(output)?.[0],
  },
  {
    name: "planted-faults",
    parts: ["core", "periphery"],
    sentence: "The proofs refuse contracts and models that are wrong",
    how: "faults planted in what is proven, docs/proofs.md",
    full: { command: ["proofs", "--planted"], minutes: 5 },
    figure: (output) => /^(\d+) of \1 planted faults refused$/m.exec(output)?.[0],
  },
  {
    name: "invariants",
    parts: ["core"],
    sentence: "The invariants I1–I14 hold against hostile actors",
    how: "stateful fuzzing, 250 calls in a run",
    full: { command: ["test:deep", "invariants", "--runs", "2860"], minutes: 57 },
    figure: (output) => /^[\d ]+ calls, .*$/m.exec(output)?.[0],
  },
  ...[0, 1].map((shard) => ({
    name: `lives-${shard}`,
    parts: ["core"] as const,
    sentence: "Random rentals end as in an independent model, to the last unit",
    how: `differential testing, half ${shard + 1} of 2`,
    full: {
      command: ["test:deep", "lives", "--lives", "1000000", "--seed", "20261121", "--shard", `${shard}/2`],
      minutes: 17,
    },
    figure: (output: string) => /^No difference in (\d+ lives)\.$/m.exec(output)?.[1],
  })),
  {
    name: "fuzz",
    parts: ["core"],
    sentence: "Every property holds for random input",
    how: "100 000 runs of each property",
    full: { command: ["test:deep", "fuzz"], minutes: 56 },
    figure: (output) => {
      const properties = Number(/^ {2}(\d+) passing/m.exec(output)?.[1])
      const deep = [...output.matchAll(/ \(runs: (\d+)\)$/gm)].filter(([, runs]) => Number(runs) >= 100_000)
      return deep.length === properties ? `${properties} properties` : undefined
    },
  },
  {
    name: "mutants",
    parts: ["core"],
    sentence: "The tests detect every change of the contracts that matters",
    how: "mutation testing, docs/mutants.md; a sample of the recorded verdicts is judged again",
    full: {
      command: ["mutants", "--workers", "1", "--only", "^contracts/(?!periphery/)", "--sample", "40"],
      minutes: 6,
    },
    quick: { command: ["mutants", "--workers", "1", "--only", "Custody.*modifier", "--sample", "20"], minutes: 3 },
    figure: figureOfMutants,
  },
  {
    name: "rules",
    parts: ["periphery"],
    sentence: "R1–R4 of router and mandate hold against hostile relayers, keepers and payers",
    how: "stateful fuzzing, 250 calls of 7 moves in a run",
    full: { command: ["test:deep", "periphery"], minutes: 15 },
    quick: { command: ["test:deep", "periphery", "--runs", "10"], minutes: 1 },
    figure: (output) => {
      const groups = [...output.matchAll(/^(?:mandates|purchases): [\d ]+ moves; .*$/gm)].map(([line]) => line)
      return groups.length === 2 ? groups.join("; ") : undefined
    },
  },
  {
    name: "signed",
    parts: ["periphery"],
    sentence:
      "Router and mandate do what was signed: every field is bound, every attack fails, and digests are equal everywhere",
    how: "unit trees, attacks, every signed field flipped, 10 000 digests in Solidity, viem, ethers, and an encoder from the EIPs",
    full: { command: ["test", ...SIGNED], minutes: 3 },
    quick: { command: ["test", ...SIGNED], minutes: 3 },
    figure: (output) => /^(\d+) passed, 0 failed$/m.exec(output)?.[0],
  },
  {
    name: "mutants-periphery",
    parts: ["periphery"],
    sentence: "The tests detect every change of router and mandate that matters",
    how: "mutation testing, docs/mutants.md; a sample of the recorded verdicts is judged again",
    full: {
      command: ["mutants", "--workers", "1", "--only", "periphery", "--sample", "20"],
      minutes: 4,
    },
    figure: figureOfMutants,
  },
]

function figureOfMutants(output: string): string | undefined {
  const [, all, killed, survived, rate] =
    /^Of (\d+) effective mutants, (\d+) were killed and (\d+) survived: (.*) killed\.$/m.exec(output) ?? []
  const [, same] = /^Of (\d+) recorded verdicts drawn with --seed \S+, \1 came out the same\.$/m.exec(output) ?? []
  if (all === undefined) return undefined
  const figure = `${all} effective mutants, ${killed} killed, ${survived} survived: ${rate}`
  return same === undefined ? figure : `${figure}; ${same} recorded verdicts judged again, all the same`
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
