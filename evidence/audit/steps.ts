/** One thing that is claimed of the contracts, and the command that shows it to anybody. */
export interface Step {
  readonly name: string
  readonly claim: string
  readonly how: string
  readonly full: Run
  /** What `--quick` runs in its place; without it, nothing. */
  readonly quick?: Run
  /** How much was done, read from what the command printed. */
  readonly figure: (output: string) => string | undefined
}

export interface Run {
  /** Where it is not what the step says. */
  readonly how?: string
  /** A command of package.json, with its arguments. */
  readonly command: readonly string[]
  /** Needs the machine for itself: it keeps both cores busy, or rebuilds what the others read. */
  readonly alone?: boolean
  /** Of one core, about: the longest begin first, so that neither core waits for the other at the end. */
  readonly minutes?: number
}

export const steps: readonly Step[] = [
  {
    name: "static",
    claim: "No delegatecall, selfdestruct or assembly; no loop but over the caller's batch; a guard on every entry",
    how: "the runtime code's instructions, the syntax tree",
    full: { command: ["check", "static"], alone: true },
    quick: { command: ["check", "static"], alone: true },
    figure: (output) => `${count(output, /^yes /gm)} checks`,
  },
  {
    name: "lint",
    claim: "Lint is clean",
    how: "solhint, biome",
    full: { command: ["check", "lint"], alone: true },
    quick: { command: ["check", "lint"], alone: true },
    figure: () => "no warning",
  },
  {
    name: "builds",
    claim: "Builds are reproducible",
    how: "two clean builds, and the bare compiler on deployments/build",
    full: { command: ["check", "builds"], alone: true },
    quick: { command: ["check", "builds"], alone: true },
    figure: (output) => /creation code (sha256 \w{16})/.exec(output)?.[1],
  },
  {
    name: "tests",
    claim: "Every rule, attack, token, deadline and role behaves as documented",
    how: "unit trees, attacks, matrices, signatures, SDK, deployment, command line, keeper, 100 000 invariant calls",
    full: { command: ["test"], alone: true },
    // The invariants are left out, and the other Solidity tests are those that coverage runs.
    quick: {
      how: "matrices, signatures, lives, SDK, deployment, command line, keeper; Solidity's by coverage",
      command: ["test", "mocha"],
      minutes: 8,
    },
    figure: (output) => /^(\d+) passed, 0 failed$/m.exec(output)?.[0],
  },
  {
    name: "matrices",
    claim: "The largest matrices hold whole",
    how: "what the tests above take a third of: liveness, hashed offers, followers of events",
    full: { command: ["test:deep", "matrices"], minutes: 2 },
    figure: (output) => /^ {2}(\d+) passing\b/m.exec(output)?.[1]?.concat(" tests"),
  },
  {
    name: "tables",
    claim: "The published tables of tokens and threats are what the tests say",
    how: "generated again and compared",
    full: { command: ["check", "tables"], alone: true },
    quick: { command: ["check", "tables"], alone: true },
    figure: () => "no difference",
  },
  {
    name: "gas",
    claim: "Gas is what docs/gas.md says",
    how: "every call measured again",
    full: { command: ["check", "gas"], minutes: 1 },
    quick: { command: ["check", "gas"], minutes: 1 },
    figure: () => "to the digit",
  },
  {
    name: "coverage",
    claim: "Every function, line, statement and outcome of a condition is reached",
    how: "probes in the production build, passing Solidity tests",
    full: { command: ["coverage"], minutes: 5 },
    quick: { command: ["coverage"], minutes: 5 },
    figure: (output) => {
      const parts = [...output.matchAll(/^(functions|lines|statements|branches) +(\d+ of \d+)$/gm)]
      return parts.length === 4 ? parts.map(([, what, met]) => `${what} ${met}`).join(", ") : undefined
    },
  },
  {
    name: "proofs",
    claim: "Conservation, split, fee band, accrual, order and bounds hold for every input",
    how: "SMTChecker (CHC) and z3, docs/proofs.md",
    full: { command: ["proofs"], minutes: 8 },
    quick: { command: ["proofs"], minutes: 8 },
    figure: (output) => /^\d+ assertions proven.*$/m.exec(output)?.[0],
  },
  {
    name: "invariants",
    claim: "I1–I14 survive hostile actors",
    how: "stateful campaigns of depth 250",
    full: { command: ["test:deep", "invariants", "--runs", "2860"], minutes: 70 },
    figure: (output) => /^[\d ]+ calls, .*$/m.exec(output)?.[0],
  },
  ...[0, 1].map((shard) => ({
    name: `lives-${shard}`,
    claim: "Whole lives go as in an independent model, to the unit",
    how: `differential, half ${shard + 1} of two`,
    full: {
      command: ["test:deep", "lives", "--lives", "1000000", "--seed", "20261121", "--shard", `${shard}/2`],
      minutes: 25,
    },
    figure: (output: string) => /^No difference in (\d+ lives)\.$/m.exec(output)?.[1],
  })),
  {
    name: "fuzz",
    claim: "Every property holds of random input",
    how: "100 000 runs of each",
    full: { command: ["test:deep", "fuzz"], minutes: 60 },
    figure: (output) => {
      const properties = Number(/^ {2}(\d+) passing/m.exec(output)?.[1])
      const deep = [...output.matchAll(/ \(runs: (\d+)\)$/gm)].filter(([, runs]) => Number(runs) >= 100_000)
      return deep.length === properties ? `${properties} properties` : undefined
    },
  },
  {
    name: "mutants",
    claim: "The tests see every change of the contracts that matters",
    how: "mutation testing, docs/mutants.md; some of what is on record is judged again",
    full: { command: ["mutants", "--workers", "1", "--share", "0.4", "--sample", "60"], minutes: 10 },
    quick: { command: ["mutants", "--workers", "1", "--only", "Custody.*modifier", "--sample", "20"], minutes: 3 },
    figure: (output) => {
      const sum = /^Of (\d+ that remain, \d+ killed, \d+ survived: .*) killed\.$/m.exec(output)?.[1]
      const alike = /^Of verdicts on record (\d+) were drawn \(.*\), \1 came out alike\.$/m.exec(output)?.[1]
      return sum && (alike ? `${sum}; ${alike} drawn from the record, judged again alike` : sum)
    },
  },
]

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
