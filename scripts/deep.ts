// The random Solidity tests, ten times as long as in `npm test` unless the environment says otherwise:
//   INVARIANT_RUNS=10000 INVARIANT_DEPTH=500 FUZZ_RUNS=1000000 FUZZ_SEED=0x01 npm run test:deep
import { spawnSync } from "node:child_process"
import { globSync, rmSync } from "node:fs"

const RECORD = "cache/invariants.jsonl"
const deep = { INVARIANT_RUNS: "2860", FUZZ_RUNS: "100000" }

const run = (program: string, args: string[]) =>
  spawnSync(program, args, { env: { ...deep, ...process.env }, stdio: "inherit" }).status === 0

rmSync(RECORD, { force: true })
const files = globSync(["test/fuzz/*.t.sol", "test/invariant/*.t.sol"])
const passed = run("hardhat", ["build"]) && run("hardhat", ["test", "solidity", "--no-compile", ...files])
// The arrows are worth seeing also where a campaign failed.
process.exitCode = run("node", ["scripts/invariants.ts"]) && passed ? 0 : 1
