// npm run host:faults                           plays every fault, and prints their table
// npm run host:faults -- --only kill --write    plays some, and writes their rows into docs/host.md
import { Command } from "@commander-js/extra-typings"
import Table from "cli-table3"

import { pattern } from "../scripts/support/options.ts"
import { markdownTable, tableCells, updateBlock } from "../scripts/support/pages.ts"
import { faults } from "./hostFaults/faults.ts"
import { playFault, type Verdict } from "./hostFaults/playFault.ts"

const HEAD = ["fault", "rentals", "started", "given back", "polls", "wrong", "result"]
const RIGHT = ["rentals", "started", "given back", "polls", "wrong"]

const { only, write } = new Command("npm run host:faults --")
  .description("Plays faults around a host's agent, and shows that no rental is lost and no machine runs unpaid.")
  .option("--only <pattern>", "only faults with a matching name; the other rows of the page stay", pattern, /(?:)/)
  .option("--write", "write the rows into docs/host.md")
  .parse()
  .opts()

const rows: string[][] = []
for (const fault of faults.filter(({ name }) => only.test(name))) {
  const began = Date.now()
  const { rentals, started, givenBack, polls, wrong } = await playFault(fault).catch(
    (error: unknown): Verdict => ({
      ...{ rentals: 0, started: 0, givenBack: 0 },
      wrong: [String(Object(error).stack ?? error)],
    }),
  )
  const figures = [rentals, started, givenBack, polls ?? "", wrong.length].map(String)
  const row = [fault.name, ...figures, wrong.length === 0 ? "holds" : "FAILS"]
  rows.push(row)
  const seconds = Math.ceil((Date.now() - began) / 1_000)
  console.log(`${wrong.length === 0 ? "ok    " : "FAILED"} ${fault.name}: ${rentals} rentals, in ${seconds} s`)
  for (const sentence of wrong.slice(0, 10)) console.log(`       ${sentence}`)
  // After each, because a whole run takes minutes.
  if (write) updateBlock("docs/host.md", "faults", (lines) => merged(lines, row))
}

const table = new Table({ head: HEAD, style: { head: [], border: [] } })
table.push(...rows)
console.log(table.toString())
// Clients of the chains may still wait for something.
process.exit(rows.length > 0 && rows.every((row) => row.at(-1) === "holds") ? 0 : 1)

/** The page's rows with one that was played in its place. */
function merged(lines: readonly string[], played: readonly string[]): string[] {
  const written = tableCells(lines)
  const all = faults.flatMap(({ name }) => {
    const row = [played, ...written].find(([first]) => first === name)
    return row ? [row] : []
  })
  const holding = all.filter((row) => row.at(-1) === "holds").length
  const rentals = all.reduce((sum, row) => sum + Number(row[1]), 0)
  const [date] = new Date().toISOString().split("T")
  const summary = `${holding} of ${all.length} faults hold, over ${rentals} rentals. Last played on ${date}.`
  return [summary, "", ...markdownTable(HEAD, all, RIGHT)]
}
