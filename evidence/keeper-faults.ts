// npm run faults -- keeper                  every fault, over a thousand rentals, and its table in docs/keeper.md
// npm run faults -- keeper --only nonce  some of them: a pattern; the other lines of the table stay as they are
// The keeper is a process of its own behind a proxy, in front of a local chain with Polygon's id.
import { readFile, writeFile } from "node:fs/promises"
import { parseArgs } from "node:util"

import Table from "cli-table3"

import { faults } from "./keeper/faults.ts"
import { isGood, playFault, type Result } from "./keeper/playFault.ts"

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } })
const document = new URL("../docs/keeper.md", import.meta.url)
const MARKS = ["<!-- faults -->", "<!-- /faults -->"] as const

const began = Date.now()
const results: Result[] = []
for (const fault of faults.filter(({ name }) => new RegExp(values.only).test(name))) {
  const result = await playFault(fault)
  results.push(result)
  const { name, rentals, held, lost, wrong, polls, seconds, failure } = result
  console.log(
    `${isGood(result) ? "ok    " : "FAILED"} ${name}: ${rentals} rentals, ${held} held up, ${lost} lost, ${wrong.length} wrong, ${polls} polls, ${seconds.toFixed(1)} s${failure ? ` ${failure}` : ""}`,
  )
  for (const sentence of wrong) console.log(`       ${sentence}`)
}

const head = ["fault", "rentals", "held up", "lost", "wrong", "polls to recover", "result"]
const rowOf = ({ name, rentals, held, lost, wrong, polls }: Result, result: string) =>
  [name, rentals, held, lost, wrong.length, polls, result].map(String)
const played = results.map((result) => rowOf(result, isGood(result) ? "holds" : "FAILS"))
const table = new Table({ head, style: { head: [], border: [] } })
table.push(...played)
console.log(table.toString())
const good = results.filter(isGood).length
console.log(`${summaryOf(played)}, in ${Math.ceil((Date.now() - began) / 60_000)} minutes`)
await write()
process.exit(good === results.length && good > 0 ? 0 : 1)

function summaryOf(rows: readonly (readonly string[])[]): string {
  const holding = rows.filter((row) => row.at(-1) === "holds").length
  return `${holding} of ${rows.length} faults hold, over ${rows.reduce((sum, [, rentals]) => sum + Number(rentals), 0)} rentals`
}

async function write() {
  const text = await readFile(document, "utf8")
  const [begin, end] = MARKS.map((mark) => text.indexOf(mark))
  if (begin === undefined || end === undefined || begin < 0 || end < begin) {
    throw new Error("docs/keeper.md lacks its marks.")
  }
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim())
  const written = text
    .slice(begin, end)
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map(cells)
  const rows = faults.flatMap(({ name }) => {
    const row = [...played, ...written].find(([known]) => known === name)
    return row ? [row] : []
  })
  const lines = [
    `| ${head.join(" | ")} |`,
    "|---|---:|---:|---:|---:|---:|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ]
  const body = `${MARKS[0]}\n${summaryOf(rows)}.\n\n${lines.join("\n")}\n`
  await writeFile(document, text.slice(0, begin) + body + text.slice(end))
}
