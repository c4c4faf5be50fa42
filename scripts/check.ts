// Runs every check that is not a test, two at a time.
//   npm run check                  all of them
//   npm run check -- lint types    only these, and prints everything that they print
import { availableParallelism } from "node:os"

import { Command, InvalidArgumentError } from "@commander-js/extra-typings"

import { run } from "./support/processes.ts"
import { SOLIDITY } from "./support/solidity.ts"

type Program = readonly [name: string, ...args: string[]]

interface Check {
  readonly programs: readonly Program[]
  /** Reads the production build, which `builds` replaces. */
  readonly readsProduction?: boolean
}

const PACKAGES = [".", "sdk", "sdk/testing", "cli", "keeper", "host", "server", "app"]

/** In the order in which they start: `builds` takes longest, and three others wait for it. */
const checks = {
  builds: { programs: [["node", "evidence/code/reproducibleBuilds.ts"]] },
  gas: { programs: [["node", "evidence/bench.ts", "gas", "--check"]] },
  types: { programs: PACKAGES.map((path): Program => ["tsc", "--noEmit", "-p", path]) },
  unused: { programs: [["knip"]] },
  lint: {
    programs: [
      ["biome", "ci", "--formatter-enabled=false", "."],
      ["solhint", "--disc", "--max-warnings", "0", "contracts/**/*.sol"],
    ],
  },
  format: {
    programs: [
      ["biome", "ci", "--linter-enabled=false", "--assist-enabled=false", "."],
      ["prettier", "--check", "--log-level", "warn", SOLIDITY],
    ],
  },
  tables: {
    programs: [
      ["node", "evidence/tables/tokens.ts"],
      ["node", "evidence/tables/threats.ts"],
      ["node", "evidence/tables/trees.ts"],
    ],
  },
  generated: { programs: [["node", "scripts/generate.ts", "--check"]], readsProduction: true },
  static: { programs: [["node", "evidence/code/staticAnalysis.ts"]], readsProduction: true },
  size: { programs: [["node", "evidence/code/size.ts"]], readsProduction: true },
} as const satisfies Readonly<Record<string, Check>>

const names = Object.keys(checks)
const [chosen] = new Command("npm run check --")
  .description("Runs every check that is not a test, or only those that you name.")
  .argument("[checks...]", `some of ${names.join(", ")}`, toNames, [])
  .parse().processedArgs
const queue = Object.entries<Check>(checks)
  .filter(([name]) => chosen.length === 0 || chosen.includes(name))
  .map(([name, check]) => ({ name, ...check }))
const failed: string[] = []

// Types come from the build, and checks that build at the same time would delete each other's files.
if (!(await passes("build", [["hardhat", "build"]]))) process.exit(1)
let building: Promise<boolean> | undefined
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, runQueue))
if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}.`)
process.exitCode = failed.length > 0 ? 1 : 0

function toNames(name: string, before: readonly string[]): string[] {
  if (!names.includes(name)) throw new InvalidArgumentError(`Expected some of ${names.join(", ")}.`)
  return [...before, name]
}

async function runQueue(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { name, programs, readsProduction = false } = next
    if (readsProduction) await building
    const passing = passes(name, programs)
    if (name === "builds") building = passing
    if (!(await passing)) failed.push(name)
  }
}

async function passes(name: string, programs: readonly Program[]): Promise<boolean> {
  const began = Date.now()
  let ok = true
  for (const [program, ...args] of programs) {
    const result = await run(program, args)
    ok &&= result.ok
    if (!result.ok || chosen.includes(name)) process.stdout.write(result.output)
  }
  console.log(`${ok ? "ok    " : "FAILED"} ${name} (${Math.round((Date.now() - began) / 1_000)} s)`)
  return ok
}
