// The random Solidity tests, far longer than in `npm test` unless the environment says otherwise:
//   npm run test:deep                    all of them
//   npm run test:deep -- invariants      ten million calls
//   npm run test:deep -- fuzz            100 000 runs of each property
//   npm run test:deep -- lives --lives 100000 --seed 1   random lives on the contract and in the model: see evidence/campaigns/lives.ts
//   INVARIANT_RUNS=10000 INVARIANT_DEPTH=500 FUZZ_RUNS=1000000 FUZZ_SEED=0x01 npm run test:deep
import { spawnSync } from "node:child_process"
import { globSync, readFileSync, rmSync } from "node:fs"

const RECORD = "cache/invariants.jsonl"
const env = { INVARIANT_RUNS: "2860", FUZZ_RUNS: "100000", ...process.env }
/** How often each arrow of the state machine must be taken. */
const LEAST = "1000"

const suites: Readonly<Record<string, () => boolean>> = { invariants, fuzz, lives }
const [wanted, ...rest] = process.argv.slice(2)
const chosen = wanted === undefined ? Object.values(suites) : [suites[wanted]]
if (chosen.includes(undefined)) throw new Error(`There is no ${wanted}: say ${Object.keys(suites).join(" or ")}.`)
const passed = run("hardhat", ["build"]) && chosen.map((suite) => suite?.()).every(Boolean)
process.exitCode = passed ? 0 : 1

function invariants(): boolean {
  rmSync(RECORD, { force: true })
  const kept = run("hardhat", ["test", "solidity", "--no-compile", "test/invariant/invariants.t.sol"])
  // The arrows are worth seeing also where a campaign failed.
  return run("node", ["evidence/campaigns/invariants.ts", "--least", LEAST]) && kept
}

/** Every property, wherever it stands, and none of the other tests beside it. */
function fuzz(): boolean {
  const files = globSync("test/**/*.t.sol").filter((file) => readFileSync(file, "utf8").includes("function testFuzz"))
  return run("hardhat", ["test", "solidity", "--no-compile", "--grep", "testFuzz", ...files])
}

function lives(): boolean {
  return run("node", ["evidence/campaigns/lives.ts", ...rest])
}

function run(program: string, args: string[]): boolean {
  return spawnSync(program, args, { env, stdio: "inherit" }).status === 0
}
