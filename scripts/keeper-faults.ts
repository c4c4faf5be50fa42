// npm run keeper:faults                  every fault, over a thousand rentals, and its table in docs/keeper.md
// npm run keeper:faults -- --only nonce  some of them: a pattern; writes nothing
// The keeper is a process of its own behind a proxy, in front of a local chain with Polygon's id.
import { readFile, writeFile } from "node:fs/promises"
import { parseArgs } from "node:util"

import Table from "cli-table3"

import { faults } from "./keeper/faults.ts"
import { isGood, playFault, type Result } from "./keeper/stage.ts"

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } })
const document = new URL("../docs/keeper.md", import.meta.url)
const MARKS = ["<!-- faults -->", "<!-- /faults -->"] as const

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
const rows = results.map((result) => [
  result.name,
  result.rentals,
  result.held,
  result.lost,
  result.wrong.length,
  result.polls,
  isGood(result) ? "holds" : "FAILS",
])
const table = new Table({ head, style: { head: [], border: [] } })
table.push(...rows)
console.log(table.toString())
const sum = results.reduce((all, { rentals }) => all + rentals, 0)
const good = results.filter(isGood).length
const seconds = results.reduce((all, result) => all + result.seconds, 0)
const summary = `${good} of ${results.length} faults hold, over ${sum} rentals, in ${Math.ceil(seconds / 60)} minutes`
console.log(summary)
if (values.only === "") await write()
process.exit(good === results.length && good > 0 ? 0 : 1)

async function write() {
  const text = await readFile(document, "utf8")
  const [begin, end] = MARKS.map((mark) => text.indexOf(mark))
  if (begin === undefined || end === undefined || begin < 0 || end < begin)
    throw new Error("docs/keeper.md lacks its marks.")
  const lines = [
    `| ${head.join(" | ")} |`,
    "|---|---:|---:|---:|---:|---:|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ]
  const body = `${MARKS[0]}\n${summary}.\n\n${lines.join("\n")}\n`
  await writeFile(document, text.slice(0, begin) + body + text.slice(end))
}
