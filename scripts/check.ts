// Every check that is not a test. Runs two at a time and prints what each one says when it ends.
//   npm run check                  all of them
//   npm run check -- lint types    some of them
import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"

type Command = readonly [program: string, ...args: string[]]

const SOLIDITY = "{contracts,proofs,test,evidence}/**/*.sol"
const PACKAGES = [".", "sdk", "cli", "keeper"]

/** The longest first, so that none is waited for alone at the end. */
const checks: Readonly<Record<string, readonly Command[]>> = {
  builds: [["node", "evidence/builds.ts"]],
  static: [["node", "evidence/static.ts"]],
  generated: [["node", "scripts/generate.ts", "--check"]],
  size: [["node", "evidence/size.ts"]],
  gas: [["node", "evidence/bench.ts", "--check"]],
  types: PACKAGES.map((path) => ["tsc", "--noEmit", "-p", path] as const),
  lint: [
    ["biome", "ci", "--formatter-enabled=false", "."],
    ["solhint", "--disc", "--max-warnings", "0", "contracts/**/*.sol"],
  ],
  format: [
    ["biome", "ci", "--linter-enabled=false", "--assist-enabled=false", "."],
    ["prettier", "--check", "--log-level", "warn", SOLIDITY],
  ],
  tables: [
    ["node", "evidence/tokens.ts"],
    ["node", "evidence/threats.ts"],
  ],
}

const named = process.argv.slice(2)
const unknown = named.filter((name) => !(name in checks))
if (unknown.length > 0) {
  throw new Error(`Unknown check ${unknown.join(", ")}. Pass some of ${Object.keys(checks).join(", ")}.`)
}
// Types come from the build, and checks that would build at the same time would take each other's files away.
if (!(await runAll("build", [["hardhat", "build"]]))) process.exit(1)
const queue = Object.entries(checks).filter(([name]) => named.length === 0 || named.includes(name))
const failed: string[] = []
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, drain))
if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}.`)
process.exitCode = failed.length > 0 ? 1 : 0

async function drain(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, commands] = next
    if (!(await runAll(name, commands))) failed.push(name)
  }
}

async function runAll(name: string, commands: readonly Command[]): Promise<boolean> {
  const began = Date.now()
  let ok = true
  for (const command of commands) {
    const outcome = await run(command)
    ok &&= outcome.ok
    if (!outcome.ok) process.stdout.write(outcome.output)
  }
  console.log(`${ok ? "ok    " : "FAILED"} ${name} (${Math.round((Date.now() - began) / 1_000)} s)`)
  return ok
}

/** Runs a program to its end. */
function run([program, ...args]: Command): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk
      })
    }
    child.on("error", reject)
    child.on("close", (code) => resolve({ ok: code === 0, output }))
  })
}
