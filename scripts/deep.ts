// What `npm test` has no time for: the random tests far longer, and the largest matrices whole.
//   npm run test:deep                             all of them
//   npm run test:deep -- invariants               a million calls
//   npm run test:deep -- invariants --runs 2860   ten million: so many runs of 250 calls for each of the 14 campaigns
//   npm run test:deep -- periphery                a million moves for R1 and R2, and a million for R3 and R4
//   npm run test:deep -- fuzz                     100 000 runs of each property
//   npm run test:deep -- matrices                 all of what npm test takes a third of
//   npm run test:deep -- lives --lives 100000     random lives on the contract and in the model: see evidence/campaigns/lives.ts
// INVARIANT_RUNS, INVARIANT_DEPTH, FUZZ_RUNS and FUZZ_SEED in the environment do the same for all of them:
//   INVARIANT_RUNS=10000 INVARIANT_DEPTH=500 FUZZ_RUNS=1000000 FUZZ_SEED=0x01 npm run test:deep
import { spawnSync } from "node:child_process"
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"

import { positive } from "./support/options.ts"

/** The campaigns of the core, I1–I14. */
const CORE = ["test/invariant/invariants.t.sol"]
/** The campaigns of router and mandate, R1–R4. */
const PERIPHERY = ["test/invariant/mandates.t.sol", "test/invariant/purchases.t.sol"]
const defaults = { INVARIANT_RUNS: "286", FUZZ_RUNS: "100000" }

const program = new Command("npm run test:deep --")
  .showHelpAfterError()
  .action(() => finish([core, periphery, fuzz, matrices, lives]))
program
  .command("invariants")
  .option("--runs <count>", "runs of each campaign", positive)
  .action(({ runs }) => finish([() => core(runs)]))
program
  .command("periphery")
  .option("--runs <count>", "runs of each campaign", positive)
  .action(({ runs }) => finish([() => periphery(runs)]))
program
  .command("fuzz")
  .option("--runs <count>", "runs of each property", positive)
  .action(({ runs }) => finish([() => fuzz(runs)]))
program.command("matrices").action(() => finish([matrices]))
program
  .command("lives")
  .argument("[options...]", "what evidence/campaigns/lives.ts takes")
  .allowUnknownOption()
  .helpOption(false)
  .action((options) => finish([() => lives(options)]))
program.parse()

/** Builds and runs the suites, also those after one that fails. */
function finish(suites: readonly (() => boolean)[]): void {
  const passed = run("hardhat", ["build"]) && suites.map((suite) => suite()).every(Boolean)
  process.exitCode = passed ? 0 : 1
}

function core(runs?: number): boolean {
  return invariants(CORE, runs)
}

function periphery(runs?: number): boolean {
  return invariants(PERIPHERY, runs)
}

function invariants(files: readonly string[], runs?: number): boolean {
  const folder = mkdtempSync("cache/deep-")
  const record = join(folder, "invariants.jsonl")
  const variables = { INVARIANT_RECORD: record, ...(runs === undefined ? {} : { INVARIANT_RUNS: String(runs) }) }
  const held = run("hardhat", ["test", "solidity", "--no-compile", ...files], variables)
  // The arrows are worth seeing also where a campaign failed.
  const taken = run("node", ["evidence/campaigns/invariants.ts", record])
  rmSync(folder, { recursive: true })
  return held && taken
}

/** Every property, wherever it stands, and none of the other tests beside it. */
function fuzz(runs?: number): boolean {
  const files = globSync("test/**/*.t.sol").filter((file) => readFileSync(file, "utf8").includes("function testFuzz"))
  const variables = runs === undefined ? {} : { FUZZ_RUNS: String(runs) }
  return run("hardhat", ["test", "solidity", "--no-compile", "--grep", "testFuzz", ...files], variables)
}

/** The files that take a sample, without one. */
function matrices(): boolean {
  const files = globSync("test/**/*.test.ts").filter((file) => readFileSync(file, "utf8").includes("sampleOf("))
  return run("hardhat", ["test", "mocha", "--no-compile", ...files], { TEST_SAMPLE: "" })
}

function lives(options: readonly string[] = []): boolean {
  return run("node", ["evidence/campaigns/lives.ts", ...options])
}

function run(program: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): boolean {
  const env = { ...defaults, ...process.env, ...variables }
  return spawnSync(program, args, { env, stdio: "inherit" }).status === 0
}
