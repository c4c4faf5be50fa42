// node evidence/campaigns/invariants.ts <record>
// Adds up what a run of test/invariant/ wrote into the file that INVARIANT_RECORD names, and prints it. Fails if an arrow of
// the state machine was taken too seldom, if most calls failed, or if a kind of move around the escrow was played too seldom.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"

import { grouped } from "../../scripts/support/numbers.ts"
import { root } from "../../scripts/support/root.ts"

/** Each arrow must have been taken at least once in this many calls. */
const CALLS_PER_ARROW = 10_000
/** Each kind of move around the escrow must have been played at least once in this many moves. */
const MOVES_PER_KIND = 2_000
const NAMES = join(root, "test/invariant/Counts.sol")

interface Run {
  run: string
  verbs: [tried: number, succeeded: number][]
  arrows: number[]
}

/** What one run did with the contracts around the escrow. */
interface MovesOfRun {
  run: string
  group: string
  moves: number
  kinds: Record<string, number>
}

/** The members of an enum of the handler, in their order. */
function namesOf(source: string, name: string): string[] {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? ""
  return body.split(",").map((member) => member.trim())
}

function isRun(value: unknown): value is Run {
  return typeof value === "object" && value !== null && "run" in value && "verbs" in value && "arrows" in value
}

function isMovesOfRun(value: unknown): value is MovesOfRun {
  return typeof value === "object" && value !== null && "group" in value && "moves" in value && "kinds" in value
}

/** Reads each run once: the runner ends the last run of a campaign twice. */
function readRuns(record: string): (Run | MovesOfRun)[] {
  if (!existsSync(record)) return []
  const runs = new Map<string, Run | MovesOfRun>()
  // Campaigns run side by side, so a line can begin before another has ended.
  for (const line of readFileSync(record, "utf8")
    .trim()
    .split(/(?<=\})\s*(?=\{)/)) {
    const run: unknown = JSON.parse(line)
    if (!isRun(run) && !isMovesOfRun(run)) throw new Error(`${record} has a line that does not describe a run: ${line}`)
    runs.set(isRun(run) ? run.run : `${run.group} ${run.run}`, run)
  }
  return [...runs.values()]
}

const sum = (counts: (number | undefined)[]) => counts.reduce<number>((total, count) => total + (count ?? 0), 0)
const figure = (count: number) => grouped(count).padStart(12)

const [record] = new Command("node evidence/campaigns/invariants.ts")
  .argument("<record>", "the file that the run has written")
  .parse().processedArgs
const read = readRuns(record)
const [runs, around] = [read.filter(isRun), read.filter(isMovesOfRun)]
const failures = [...(runs.length > 0 ? failuresInEscrow(runs) : []), ...failuresAround(around)]
if (read.length === 0) failures.push("No run has left a record.")
for (const failure of failures) console.error(failure)
process.exitCode = failures.length > 0 ? 1 : 0

/** Prints what was done with the escrow. */
function failuresInEscrow(runs: readonly Run[]): string[] {
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
  return [
    ...(seldom.length > 0 ? [`Taken fewer than ${required} times: ${seldom.join(", ")}.`] : []),
    ...(succeeded * 2 < tried || tried === 0 ? ["Fewer than half of the calls succeeded."] : []),
  ]
}

/** Prints what was done with router and mandate. */
function failuresAround(runs: readonly MovesOfRun[]): string[] {
  return [...new Set(runs.map(({ group }) => group))].sort().flatMap((group) => {
    const own = runs.filter((run) => run.group === group)
    const moves = sum(own.map((run) => run.moves))
    const kinds = [...new Set(own.flatMap((run) => Object.keys(run.kinds)))].sort()
    const counts = kinds.map((kind) => ({ kind, times: sum(own.map((run) => run.kinds[kind])) }))
    console.log(`\n${`${group}, in ${own.length} runs`.padEnd(26)}${figure(moves)}`)
    for (const { kind, times } of counts) console.log(`${kind.padEnd(26)}${figure(times)}`)
    const least = Math.min(...counts.map(({ times }) => times))
    console.log(`\n${group}: ${grouped(moves)} moves; ${kinds.length} kinds, each at least ${grouped(least)} times`)
    const required = Math.max(Math.floor(moves / MOVES_PER_KIND), 1)
    const seldom = counts.filter(({ times }) => times < required).map(({ kind }) => kind)
    return seldom.length > 0 ? [`${group}: fewer than ${required} times: ${seldom.join(", ")}.`] : []
  })
}
