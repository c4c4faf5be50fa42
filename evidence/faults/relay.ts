// Plays faults around relayers, and writes their table into docs/relay.md.
import Table from "cli-table3"

import { markdownTable, tableCells, updateBlock } from "../../scripts/support/pages.ts"
import { relayFaults } from "../relay/faults.ts"
import { playRelayFault, type RelayResult } from "../relay/playRelayFault.ts"

const HEAD = ["fault", "purchases", "held up", "lost", "wrong", "reverted", "polls to recover", "result"]
const NUMBERS = HEAD.slice(1, -1)

/** Plays the faults whose names match, writes their rows, and ends the process. */
export async function playRelayFaults(only: RegExp): Promise<never> {
  const results: RelayResult[] = []
  for (const fault of relayFaults.filter(({ name }) => only.test(name))) {
    const result = await playRelayFault(fault)
    results.push(result)
    const { name, isGood, wrong, failure = "" } = result
    console.log(`${isGood ? "ok    " : "FAILED"} ${rowOf(result).slice(0, -1).join(", ")} ${failure}`.trimEnd())
    for (const sentence of wrong) console.log(`       ${name}: ${sentence}`)
  }
  const played = results.map(rowOf)
  const table = new Table({ head: HEAD, style: { head: [], border: [] } })
  table.push(...played)
  console.log(table.toString())
  updateBlock("docs/relay.md", "relay faults", (lines) => {
    const written = tableCells(lines)
    const rows = relayFaults.flatMap(({ name }) => {
      const row = [...played, ...written].find(([known]) => known === name)
      return row ? [row] : []
    })
    return [`${summaryOf(rows)}.`, "", ...markdownTable(HEAD, rows, NUMBERS)]
  })
  // Clients of the chains may still wait for something.
  process.exit(results.length > 0 && results.every(({ isGood }) => isGood) ? 0 : 1)
}

function rowOf({ name, purchases, held, lost, wrong, reverted, polls, isGood }: RelayResult): string[] {
  return [name, purchases, held, lost, wrong.length, reverted, polls, isGood ? "holds" : "FAILS"].map(String)
}

function summaryOf(rows: readonly (readonly string[])[]): string {
  const holding = rows.filter((row) => row.at(-1) === "holds").length
  const purchases = rows.reduce((sum, [, count]) => sum + Number(count), 0)
  return `${holding} of ${rows.length} faults hold, over ${purchases} purchases`
}
