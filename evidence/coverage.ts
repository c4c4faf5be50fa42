// npm run coverage                    what the Solidity tests reach: functions, lines, statements, outcomes of conditions
// npm run coverage -- --build quick   the same in half the time, compiled without the optimizer
// Each outcome of each condition counts, also of each part of a compound condition. The contracts are compiled with the
// settings of production and a probe at every spot: the probes only make them larger and use more gas.
import { globSync } from "node:fs"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"

import { Command, Option } from "@commander-js/extra-typings"
import { root } from "../scripts/support/root.ts"
import { instrument, RECORD, readHits, type Spot } from "./coverage/probes.ts"
import { compile, parse } from "./solidity/compiler.ts"
import { contracts } from "./solidity/contracts.ts"
import { loadSources } from "./solidity/sources.ts"
import { WorkingCopy } from "./solidity/workingCopy.ts"

const { build } = new Command("npm run coverage --")
  .description("Measures what the Solidity tests reach, and fails if they miss something.")
  .addOption(
    new Option("--build <settings>", "how to compile")
      .choices(["production", "quick"] as const)
      .default("production" as const),
  )
  .parse()
  .opts()
const tests = globSync("test/{unit,attacks,tokens}/**/*.t.sol", { cwd: root }).sort()

const sources = await loadSources(...contracts.map(({ entry }) => entry))
const { sources: probed, spots } = instrument(sources, parse(sources))
const built = compile(probed, contracts, build)
if ("error" in built) throw new Error(built.error)
const copy = await WorkingCopy.open(join(root, "cache", "coverage"))
await copy.plant(built.codes)

// Probes use gas, so tests that measure gas fail. What only those tests reach does not count.
const failures = await copy.failuresIn(tests)
await rm(copy.path(RECORD), { force: true })
for (const { file, name } of failures) console.log(`Left out: ${file}: ${name}`)
const excluded = failures.map(({ name }) => name).join("|")
const { ok, output } = await copy.run("hardhat", [
  ...["test", "solidity", "--no-compile"],
  ...(excluded ? ["--grep-exclude", excluded] : []),
  ...tests,
])
if (!ok) throw new Error(`A test fails that does not measure gas:\n${output}`)
const passed = /^ {2}(\d+) passing/m.exec(output)?.[1] ?? "0"
const hits = readHits(await readFile(copy.path(RECORD), "utf8"), spots)

const met = spots.map((spot, i) => ({ spot, met: (hits[i] ?? 0) > 0 }))
const count = (what: string, places: readonly { readonly met: boolean }[]) =>
  console.log(`${what.padEnd(12)} ${places.filter((place) => place.met).length} of ${places.length}`)
console.log(`${passed} tests, ${build} settings; ${failures.length} left out because they measure gas.`)
count("functions", met.filter(ofKind("function")))
count("lines", linesOf(met.filter(ofKind("statement"))))
count("statements", met.filter(ofKind("statement")))
count("branches", met.filter(ofKind("branch")))

const never = met.filter((place) => !place.met)
for (const { spot } of never) {
  const outcome = spot.outcome === undefined ? "" : ` is never ${spot.outcome}`
  console.log(`${spot.file}:${spot.line} ${spot.where}: ${spot.kind} ${spot.text}${outcome}`)
}
process.exitCode = never.length > 0 ? 1 : 0

function ofKind(kind: Spot["kind"]) {
  return ({ spot }: { spot: Spot }) => spot.kind === kind
}

/** A line is reached if every statement that begins on it is reached. */
function linesOf(statements: readonly { readonly spot: Spot; readonly met: boolean }[]): { readonly met: boolean }[] {
  const lines = new Map<string, boolean>()
  for (const { spot, met: isMet } of statements) {
    const line = `${spot.file}:${spot.line}`
    lines.set(line, isMet && (lines.get(line) ?? true))
  }
  return [...lines.values()].map((isMet) => ({ met: isMet }))
}
