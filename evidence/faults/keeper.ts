// Plays faults around a keeper. The keeper is a process of its own behind a proxy, in front of a local chain with
// Polygon's id.
import Table from "cli-table3"

import { markdownTable, tableCells, updateBlock } from "../../scripts/support/pages.ts"
import type { ServedChain } from "../../test/support/chain.ts"
import { openDueMandates } from "../../test/support/dueMandates.ts"
import { openDueRentals } from "../../test/support/dueRentals.ts"
import { faults, mandateFaults } from "../keeper/faults.ts"
import { type Fault, type FaultWorld, isGood, playFault, type Result } from "../keeper/playFault.ts"

const HEAD = ["fault", "rentals", "held up", "lost", "wrong", "polls to recover", "result"]
const NUMBERS = HEAD.slice(1, -1)

/** Faults, what they are played with, and the table that they write. */
type Campaign<world extends FaultWorld> = {
  readonly block: string
  readonly faults: readonly Fault<world>[]
  readonly open: (chain: ServedChain) => Promise<world>
}

/** Settlements and payouts. */
export const playFaults = (only: RegExp) => play(only, { block: "faults", faults, open: openDueRentals })
/** Extensions by mandate. */
export const playMandateFaults = (only: RegExp) =>
  play(only, { block: "mandate faults", faults: mandateFaults, open: openDueMandates })

/** Plays the faults whose names match, writes their rows into docs/keeper.md, and ends the process. */
async function play<world extends FaultWorld>(
  only: RegExp,
  { block, faults: all, open }: Campaign<world>,
): Promise<never> {
  const began = Date.now()
  const results: Result[] = []
  for (const fault of all.filter(({ name }) => only.test(name))) {
    const result = await playFault(fault, open)
    results.push(result)
    print(result)
  }
  const played = results.map(rowOf)
  const table = new Table({ head: HEAD, style: { head: [], border: [] } })
  table.push(...played)
  console.log(table.toString())
  console.log(`${summaryOf(played)}, in ${Math.ceil((Date.now() - began) / 60_000)} minutes`)
  updateBlock("docs/keeper.md", block, (lines) =>
    merged(
      lines,
      played,
      all.map(({ name }) => name),
    ),
  )
  // Clients of the chains may still wait for something.
  process.exit(results.length > 0 && results.every(isGood) ? 0 : 1)
}

function print(result: Result): void {
  const { name, rentals, held, lost, wrong, polls, seconds, failure = "" } = result
  const figures = [
    `${rentals} rentals`,
    `${held} held up`,
    `${lost} lost`,
    `${wrong.length} wrong`,
    `${polls} polls`,
    `${seconds.toFixed(1)} s`,
  ]
  console.log(`${isGood(result) ? "ok    " : "FAILED"} ${name}: ${figures.join(", ")} ${failure}`.trimEnd())
  for (const sentence of wrong) console.log(`       ${sentence}`)
}

function rowOf(result: Result): string[] {
  const { name, rentals, held, lost, wrong, polls } = result
  return [name, rentals, held, lost, wrong.length, polls, isGood(result) ? "holds" : "FAILS"].map(String)
}

function summaryOf(rows: readonly (readonly string[])[]): string {
  const holding = rows.filter((row) => row.at(-1) === "holds").length
  const rentals = rows.reduce((sum, [, count]) => sum + Number(count), 0)
  return `${holding} of ${rows.length} faults hold, over ${rentals} rentals`
}

/** The page's rows with those that were played in their place. */
function merged(lines: readonly string[], played: readonly string[][], names: readonly string[]): string[] {
  const written = tableCells(lines)
  const rows = names.flatMap((name) => {
    const row = [...played, ...written].find(([known]) => known === name)
    return row ? [row] : []
  })
  return [`${summaryOf(rows)}.`, "", ...markdownTable(HEAD, rows, NUMBERS)]
}
