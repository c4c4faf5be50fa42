// npm run bugs                        plants every bug of evidence/bugs/bugs.ts alone, and expects the tests to turn red
// npm run bugs -- --only 'stake|fee'   those whose description or file matches
// npm run bugs -- --write             and writes the table into docs/evidence.md
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { parseArgs } from "node:util"

import { type Bug, bugs } from "./bugs/bugs.ts"
import { Field } from "./solidity/field.ts"
import { root } from "./solidity/sources.ts"

const { values } = parseArgs({
  options: { only: { type: "string", default: "" }, write: { type: "boolean", default: false } },
})

const evidence = join(root, "docs", "evidence.md")
const field = await Field.open(join(root, "cache", "bugs"))

async function build(): Promise<void> {
  const { ok, output } = await field.run("hardhat", ["build", "--no-typechain"])
  if (!ok) throw new Error(`The contracts do not compile:\n${output}`)
}

/** Which tests a bug turns red, by file. */
async function caughtBy(bug: Bug): Promise<Map<string, string[]>> {
  const path = field.path(bug.file)
  const source = await readFile(path, "utf8")
  if (source.split(bug.from).length !== 2) throw new Error(`"${bug.what}": ${bug.file} has its text not once`)
  const caught = new Map<string, string[]>()
  try {
    await writeFile(
      path,
      source.replace(bug.from, () => bug.to),
    )
    await build()
    for (const file of bug.tests) {
      const failures = await field.failuresIn([file])
      const names = [...new Set(failures.map(({ name }) => name))]
      if (names.length > 0) caught.set(file, names)
    }
  } finally {
    await writeFile(path, source)
  }
  return caught
}

function row(bug: Bug, caught: Map<string, string[]>): string {
  const tests = [...caught].map(([file, names]) => {
    const rest = names.length > 1 ? ` and ${names.length - 1} more` : ""
    return `${file.replace("test/", "")}: ${names[0]?.replaceAll("|", "\\|")}${rest}`
  })
  return `| ${bug.what} | ${bug.file.replace("contracts/", "")} | ${tests.join("; ")} |`
}

/** Rows of bugs that were not planted this time stay as they are. */
async function writeTable(rows: ReadonlyMap<string, string>): Promise<void> {
  const text = await readFile(evidence, "utf8")
  const [before, rest] = text.split("<!-- planted bugs -->\n")
  const [old = "", after] = rest?.split("<!-- /planted bugs -->") ?? []
  if (after === undefined) throw new Error("docs/evidence.md has lost the marks around its table of planted bugs.")
  const kept = old.split("\n")
  const all = bugs.flatMap(({ what }) => rows.get(what) ?? kept.filter((line) => line.startsWith(`| ${what} |`)))
  const table = ["| planted | in | red |", "|---|---|---|", ...all].join("\n")
  await writeFile(evidence, `${before}<!-- planted bugs -->\n${table}\n<!-- /planted bugs -->${after}`)
}

const chosen = bugs.filter(({ what, file }) => new RegExp(values.only).test(`${what} ${file}`))
console.log(`Planting ${chosen.length} bugs, about 20 seconds each.`)
for (const file of new Set(chosen.flatMap(({ tests }) => tests))) {
  const [failure] = await field.failuresIn([file])
  if (failure) throw new Error(`${file} is red before anything is planted: ${failure.name}`)
}

const rows = new Map<string, string>()
let survived = 0
for (const [index, bug] of chosen.entries()) {
  const caught = await caughtBy(bug)
  // Each file that is named for a bug has to see it.
  const missed = bug.tests.filter((file) => !caught.has(file))
  if (missed.length > 0) ++survived
  rows.set(bug.what, row(bug, caught))
  const verdict = missed.length === 0 ? "caught" : `NOT CAUGHT by ${missed.join(", ")}`
  console.log(`${String(index + 1).padStart(3)}/${chosen.length}  ${verdict}  ${bug.what}`)
}
if (values.write) await writeTable(rows)
console.log(`\n${chosen.length - survived} caught, ${survived} not`)
process.exitCode = survived > 0 || chosen.length === 0 ? 1 : 0
