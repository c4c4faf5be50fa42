// npm run server:faults                            plays every fault, and prints their table
// npm run server:faults -- --only kill --write     plays some, and writes their rows into docs/server.md
import { Command } from "@commander-js/extra-typings"
import Table from "cli-table3"

import { pattern, positive, share } from "../scripts/support/options.ts"
import { markdownTable, tableCells, updateBlock } from "../scripts/support/pages.ts"
import { stopPostgres } from "../test/support/postgresServer.ts"
import type { Played } from "./serverFaults/fault.ts"
import { faults } from "./serverFaults/faults.ts"

const HEAD = ["fault", "database", "played", "wrong", "result"]
const RIGHT = ["wrong"]

const { only, seed, size, write } = new Command("npm run server:faults --")
  .description("Plays faults around a server, and shows that nothing is lost, doubled, or false.")
  .option("--only <pattern>", "only faults with a matching name; the other rows of the page stay", pattern, /(?:)/)
  .option("--seed <number>", "what chance follows from", positive, 1)
  .option("--size <share>", "a share of the full size of each fault, such as 0.1", share, 1)
  .option("--write", "write the rows into docs/server.md")
  .parse()
  .opts()

const rows: string[][] = []
for (const { name, database, play } of faults.filter((fault) => only.test(`${fault.name}, on ${fault.database}`))) {
  const began = Date.now()
  const { played, wrong } = await play({ seed, size }).catch(
    (error: unknown): Played => ({ played: "not to its end", wrong: [String(Object(error).stack ?? error)] }),
  )
  const row = [name, database, played, String(wrong.length), wrong.length === 0 ? "holds" : "FAILS"]
  rows.push(row)
  const seconds = Math.ceil((Date.now() - began) / 1_000)
  console.log(`${wrong.length === 0 ? "ok    " : "FAILED"} ${name}, on ${database}: ${played}, in ${seconds} s`)
  for (const sentence of wrong.slice(0, 10)) console.log(`       ${sentence}`)
  // After each, because a whole run takes long.
  if (write) updateBlock("docs/server.md", "faults", (lines) => merged(lines, row))
}
await stopPostgres()

const table = new Table({ head: HEAD, style: { head: [], border: [] } })
table.push(...rows)
console.log(table.toString())
// Clients of the chains may still wait for something.
process.exit(rows.length > 0 && rows.every((row) => row.at(-1) === "holds") ? 0 : 1)

/** The page's rows with one that was played in its place. */
function merged(lines: readonly string[], played: readonly string[]): string[] {
  const written = tableCells(lines)
  const all = faults.flatMap(({ name, database }) => {
    const row = [played, ...written].find((known) => known[0] === name && known[1] === database)
    return row ? [row] : []
  })
  const holding = all.filter((row) => row.at(-1) === "holds").length
  const [date] = new Date().toISOString().split("T")
  const summary = `${holding} of ${all.length} faults hold. Seed ${seed}, last played on ${date}.`
  return [summary, "", ...markdownTable(HEAD, all, RIGHT)]
}
