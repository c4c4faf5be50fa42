// npm run coverage                    which functions, lines, statements and outcomes of conditions the Solidity tests reach
// npm run coverage -- --build quick   the same in half the time, with another build's settings
// Every outcome of every condition counts, also of each part of a compound one. The contracts are built with production's
// settings and a probe at every spot, which makes them larger and dearer, and nothing else.
import { globSync } from "node:fs"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { parseArgs } from "node:util"

import { instrument, RECORD, readHits, type Spot } from "./coverage/instrument.ts"
import { type Build, compile, parse } from "./solidity/compiler.ts"
import { Field } from "./solidity/field.ts"
import { ENTRY, loadSources, root } from "./solidity/sources.ts"

const { values } = parseArgs({ options: { build: { type: "string", default: "production" } } })
const build: Build = values.build === "quick" ? "quick" : "production"
const tests = globSync(["test/unit/*.t.sol", "test/attacks/*.t.sol", "test/tokens/*.t.sol"], { cwd: root }).sort()

const sources = await loadSources(ENTRY)
const { sources: probed, spots } = instrument(sources, parse(sources))
const built = compile(probed, build)
if ("error" in built) throw new Error(built.error)
const field = await Field.open(join(root, "cache", "coverage"))
await field.plant(built.code)

// Probes cost gas: tests that count it fail with them. What only those reach does not count.
const failures = await field.failuresIn(tests)
await rm(field.path(RECORD), { force: true })
for (const { file, name } of failures) console.log(`Left out: ${file}: ${name}`)
const excluded = failures.map(({ name }) => name).join("|")
const { ok, output } = await field.run("hardhat", [
  ...["test", "solidity", "--no-compile"],
  ...(excluded ? ["--grep-exclude", excluded] : []),
  ...tests,
])
if (!ok) throw new Error(`A test fails, though not one about gas:\n${output}`)
const passed = /^ {2}(\d+) passing/m.exec(output)?.[1] ?? "0"
const hits = readHits(await readFile(field.path(RECORD), "utf8"), spots)

const met = spots.map((spot, i) => ({ spot, met: (hits[i] ?? 0) > 0 }))
const count = (what: string, places: readonly { readonly met: boolean }[]) =>
  console.log(`${what.padEnd(12)} ${places.filter((place) => place.met).length} of ${places.length}`)
console.log(`${passed} tests, ${build} settings; left out ${failures.length} that count gas.`)
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

/** A line is reached if every statement that begins on it is. */
function linesOf(statements: readonly { readonly spot: Spot; readonly met: boolean }[]): { readonly met: boolean }[] {
  const lines = new Map<string, boolean>()
  for (const { spot, met: isMet } of statements) {
    const line = `${spot.file}:${spot.line}`
    lines.set(line, isMet && (lines.get(line) ?? true))
  }
  return [...lines.values()].map((isMet) => ({ met: isMet }))
}
