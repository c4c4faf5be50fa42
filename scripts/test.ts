// Builds, runs every test, and ends with one line: `N passed, N failed`. The invariants run beside all the others: each
// runner keeps one core busy.
//   npm test                              everything
//   npm test -- solidity --grep Start     one runner; what follows goes to it
//   npm test -- test/unit/start.t.sol     files; their ending says which runner
import { spawn } from "node:child_process"
import { globSync, rmSync } from "node:fs"
import { stripVTControlCharacters } from "node:util"

interface Tally {
  passed: number
  failed: number
}

const INVARIANTS = "test/invariant/invariants.t.sol"
const RECORD = "cache/invariants.jsonl"

// A runner's output is read as well as shown, and a program that writes to a pipe shows no colours unless told to.
const env =
  process.stdout.isTTY && process.env["NO_COLOR"] === undefined ? { ...process.env, FORCE_COLOR: "1" } : process.env

/** Runs a program of this workspace, shows what it prints as it comes or not at all, and resolves with all of it. */
function run(program: string, args: string[], show = true): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] })
    let output = ""
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      if (show) process.stdout.write(chunk)
      output += chunk
    })
    child.on("error", (error) => {
      console.error(error.message)
      resolve({ ok: false, output })
    })
    child.on("close", (code) => resolve({ ok: code === 0, output }))
  })
}

/** Reads the counts that both runners close with; `undefined` if they never came. */
function countsOf(output: string): (Tally & { skipped: number }) | undefined {
  // The runners indent their closing counts by two spaces, and what a failure says by more.
  const plain = stripVTControlCharacters(output)
  const closing = plain.slice([...plain.matchAll(/^ {2}\d+ passing\b/gm)].at(-1)?.index ?? plain.length)
  const count = (word: string) => Number(new RegExp(`^ {2}(\\d+) ${word}\\b`, "m").exec(closing)?.[1] ?? 0)
  if (closing === "") return undefined
  return { passed: count("passing"), failed: count("failing"), skipped: count("pending") + count("skipped") }
}

async function runTests(runner: string, args: string[]): Promise<Tally> {
  return judge(runner, await run("hardhat", ["test", runner, ...args]))
}

function judge(runner: string, { ok, output }: { ok: boolean; output: string }): Tally {
  const counts = countsOf(output)
  if (counts === undefined) {
    console.error(`The ${runner} runner ended without counting its tests.`)
    return { passed: 0, failed: 1 }
  }
  const { passed, failed, skipped } = counts
  if (skipped > 0) console.error(`Skipped ${runner} tests count as failed: ${skipped}.`)
  if (ok || failed > 0) return { passed, failed: failed + skipped }
  console.error(`The ${runner} runner failed although no test did.`)
  return { passed, failed: skipped + 1 }
}

/** Which runners to start, and with which arguments. */
function plan(args: string[]): [runner: string, args: string[]][] {
  const [first = "", ...rest] = args
  if (first === "solidity" || first === "mocha") return [[first, rest]]
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

/** Every test, the trees and the arrows of the invariants. */
async function runAll(): Promise<Tally[]> {
  rmSync(RECORD, { force: true })
  const invariants = run("hardhat", ["test", "solidity", "--no-compile", INVARIANTS], false)
  const others = globSync("test/**/*.t.sol").filter((file) => file !== INVARIANTS)
  const tallies = [await runTests("solidity", ["--no-compile", ...others]), await runTests("mocha", [])]
  const end = await invariants
  console.log(end.output)
  tallies.push(judge("solidity", end))
  for (const script of ["evidence/tables/trees.ts", "evidence/campaigns/invariants.ts"]) {
    if (!(await run("node", [script])).ok) tallies.push({ passed: 0, failed: 1 })
  }
  return tallies
}

async function main(args: string[]): Promise<Tally> {
  if (!(await run("hardhat", ["build"])).ok) return { passed: 0, failed: 1 }
  const tallies = args.length === 0 ? await runAll() : []
  if (args.length > 0) for (const [runner, its] of plan(args)) tallies.push(await runTests(runner, its))
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
  }
}

const { passed, failed } = await main(process.argv.slice(2))
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
