// Builds, runs every test, and ends with one line: `N passed, N failed`.
//   npm test                              everything, in three processes
//   npm test -- solidity --grep Start     one runner; what follows goes to it
//   npm test -- test/unit/start.t.sol     files; their ending says which runner
//   npm test -- --record                  everything; writes how long each file took into test/durations.json
// Of the largest matrices, a run of everything takes a third, which changes by the day or by TEST_SAMPLE, a number.
// `npm run test:deep -- matrices`, and a run of their files, take them whole.
import { globSync, mkdtempSync, rmSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"

import { deal, readDurations, SOLIDITY, writeDurations } from "./test/durations.ts"
import { type Ended, run } from "./test/programs.ts"

interface Result {
  readonly name: string
  readonly passed: number
  readonly failed: number
  /** What there is to read if something failed. */
  readonly report: string
}

const results: Result[] = []

/** Runs a runner's tests in the contracts as they are built. */
async function runTests(runner: string, args: readonly string[], variables = {}): Promise<void> {
  const ended = await run("hardhat", ["test", runner, "--no-compile", ...args], variables)
  results.push(resultOf(`the ${runner} tests`, ended))
}

/** Reads the counts that both runners close with, and what follows them: the failures. */
function resultOf(name: string, { ok, output, errors }: Ended): Result {
  const plain = stripVTControlCharacters(output)
  // The runners indent their closing counts by two spaces, and what a failure says by more.
  const start = [...plain.matchAll(/^ {2}\d+ passing\b/gm)].at(-1)?.index
  if (start === undefined) {
    return { name, passed: 0, failed: 1, report: `${errors}\nThe runner ended without counting its tests.\n` }
  }
  const closing = plain.slice(start)
  const count = (word: string) => Number(new RegExp(`^ {2}(\\d+) ${word}\\b`, "m").exec(closing)?.[1] ?? 0)
  const [passed, failed, skipped] = [count("passing"), count("failing"), count("pending") + count("skipped")]
  if (skipped > 0) {
    return {
      name,
      passed,
      failed: failed + skipped,
      report: `${closing}\nSkipped tests count as failed: ${skipped}.\n`,
    }
  }
  if (ok || failed > 0) return { name, passed, failed, report: closing }
  return { name, passed, failed: 1, report: `${errors}\nThe runner failed although no test did.\n` }
}

/** Runs a check, which counts only if it fails. */
async function runCheck(name: string, args: readonly string[]): Promise<void> {
  const { ok, output, errors } = await run("node", args)
  if (!ok) results.push({ name, passed: 0, failed: 1, report: output + errors })
}

/**
 * Every test, the trees and the arrows of the invariants, in three lanes: one begins with all of Solidity. There are more than
 * two, because many tests wait for programs, and leave a core to others meanwhile.
 */
async function runAll(recording: boolean): Promise<void> {
  const day = Math.floor(Date.now() / 86_400_000)
  const sample = process.env["TEST_SAMPLE"] || String(day)
  console.log(`A third of the largest matrices is tested. To repeat this choice, set TEST_SAMPLE=${sample}.\n`)
  const folder = mkdtempSync("cache/test-")
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  const known = readDurations()
  const [beside = [], ...apart] = deal(globSync("test/**/*.test.ts"), known, [known[SOLIDITY] ?? 0, 0, 0])
  const pathOf = (lane: number) => join(folder, `${lane}.json`)
  const runMocha = async (files: readonly string[], lane: number) => {
    const variables = { TEST_SAMPLE: sample, ...(recording ? { TEST_DURATIONS: pathOf(lane) } : {}) }
    if (files.length > 0) await runTests("mocha", files, variables)
  }
  const durations: Record<string, number> = {}
  await Promise.all([
    runSolidity(join(folder, "invariants.jsonl")).then((seconds) => {
      durations[SOLIDITY] = seconds
      return runMocha(beside, 0)
    }),
    ...apart.map((files, index) => runMocha(files, index + 1)),
  ])
  if (!recording) return
  const read = [beside, ...apart].map((files, lane) => (files.length > 0 ? readDurations(pathOf(lane)) : {}))
  writeDurations(Object.assign(durations, ...read))
}

/** Resolves with how many seconds it took. */
async function runSolidity(record: string): Promise<number> {
  const began = performance.now()
  // The runner would take every core; one is the other lane's.
  const threads = String(Math.max(availableParallelism() - 1, 1))
  await runTests("solidity", [], { RAYON_NUM_THREADS: threads, INVARIANT_RECORD: record })
  await runCheck("the arrows of the invariants", ["evidence/campaigns/invariants.ts", record])
  await runCheck("the behaviour trees", ["evidence/tables/trees.ts"])
  return (performance.now() - began) / 1_000
}

/** Which runners to start, and with which arguments. */
function plan(given: readonly string[]): [runner: string, args: readonly string[]][] {
  const [first = "", ...rest] = given
  if (first === "solidity" || first === "mocha") return [[first, rest]]
  // The runners know no patterns.
  const args = given.flatMap((arg) => (/[*{].*\.(sol|ts)$/.test(arg) ? globSync(arg).sort() : [arg]))
  const solidity = args.filter((arg) => arg.endsWith(".sol"))
  const mocha = args.filter((arg) => arg.endsWith(".ts"))
  const options = args.filter((arg) => !solidity.includes(arg) && !mocha.includes(arg))
  const all: [string, string[]][] = [
    ["solidity", solidity],
    ["mocha", mocha],
  ]
  const named = all.filter(([, files]) => files.length > 0)
  return (named.length > 0 ? named : all).map(([runner, files]) => [runner, [...files, ...options]])
}

async function main(args: readonly string[]): Promise<void> {
  if (!(await run("hardhat", ["build"])).ok) {
    results.push({ name: "the build", passed: 0, failed: 1, report: "" })
    return
  }
  const recording = args.length === 1 && args[0] === "--record"
  if (args.length === 0 || recording) return runAll(recording)
  for (const [runner, its] of plan(args)) await runTests(runner, its)
}

await main(process.argv.slice(2))
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
// A single runner has closed with its failures already.
const failures = results.length > 1 ? results.filter(({ failed }) => failed > 0) : []
for (const { name, report } of failures) console.log(`\nFailures of ${name}:\n\n${report.trimEnd()}`)
const failed = sum(results.map((result) => result.failed))
const passed = sum(results.map((result) => result.passed))
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
