// node evidence/campaigns/invariants.ts <record>
// Adds up what a run of test/invariant/ wrote into the file that INVARIANT_RECORD names, and prints it. Fails if an arrow of
// the state machine was taken too seldom, or if most calls failed.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"

import { grouped } from "../../scripts/support/numbers.ts"
import { root } from "../../scripts/support/root.ts"

/** Each arrow must have been taken at least once in this many calls. */
const CALLS_PER_ARROW = 10_000
const NAMES = join(root, "test/invariant/Counts.sol")

interface Run {
  run: string
  verbs: [tried: number, succeeded: number][]
  arrows: number[]
}

/** The members of an enum of the handler, in their order. */
function namesOf(source: string, name: string): string[] {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? ""
  return body.split(",").map((member) => member.trim())
}

function isRun(value: unknown): value is Run {
  return typeof value === "object" && value !== null && "run" in value && "verbs" in value && "arrows" in value
}

/** Reads each run once: the runner ends the last run of a campaign twice. */
function readRuns(record: string): Run[] {
  if (!existsSync(record)) return []
  const runs = new Map<string, Run>()
  // Campaigns run side by side, so a line can begin before another has ended.
  for (const line of readFileSync(record, "utf8")
    .trim()
    .split(/(?<=\})\s*(?=\{)/)) {
    const run: unknown = JSON.parse(line)
    if (!isRun(run)) throw new Error(`${record} has a line that does not describe a run: ${line}`)
    runs.set(run.run, run)
  }
  return [...runs.values()]
}

const sum = (counts: (number | undefined)[]) => counts.reduce<number>((total, count) => total + (count ?? 0), 0)
const figure = (count: number) => grouped(count).padStart(12)

const [record] = new Command("node evidence/campaigns/invariants.ts")
  .argument("<record>", "the file that the run has written")
  .parse().processedArgs
const runs = readRuns(record)
const source = readFileSync(NAMES, "utf8")
const verbs = namesOf(source, "Verb").map((name, i) => ({
  name,
  tried: sum(runs.map((run) => run.verbs[i]?.[0])),
  succeeded: sum(runs.map((run) => run.verbs[i]?.[1])),
}))
const arrows = namesOf(source, "Arrow").map((name, i) => ({ name, taken: sum(runs.map((run) => run.arrows[i])) }))
const tried = sum(verbs.map((verb) => verb.tried))
const succeeded = sum(verbs.map((verb) => verb.succeeded))

console.log(`\n${"verb".padEnd(26)}       tried    succeeded`)
for (const verb of verbs) console.log(`${verb.name.padEnd(26)}${figure(verb.tried)} ${figure(verb.succeeded)}`)
console.log(`${`all, in ${runs.length} runs`.padEnd(26)}${figure(tried)} ${figure(succeeded)}`)
console.log(`\n${"arrow".padEnd(26)}       taken`)
for (const arrow of arrows) console.log(`${arrow.name.padEnd(26)}${figure(arrow.taken)}`)

const least = Math.min(...arrows.map((arrow) => arrow.taken))
const share = tried === 0 ? 0 : Math.floor((succeeded * 100) / tried)
console.log(
  `\n${grouped(tried)} calls, ${share} % succeeded; ${arrows.length} arrows, each at least ${grouped(least)} times`,
)

const required = Math.max(Math.floor(tried / CALLS_PER_ARROW), 1)
const seldom = arrows.filter((arrow) => arrow.taken < required).map((arrow) => arrow.name)
if (seldom.length > 0) console.error(`Taken fewer than ${required} times: ${seldom.join(", ")}.`)
if (succeeded * 2 < tried) console.error("Fewer than half of the calls succeeded.")
process.exitCode = seldom.length > 0 || succeeded * 2 < tried || tried === 0 ? 1 : 0
