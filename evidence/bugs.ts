// npm run bugs                         plants each bug of evidence/bugs/planted.ts alone; the tests named for it must fail
// npm run bugs -- --only 'stake|fee'   only the bugs with a matching description or file
// npm run bugs -- --write              also writes the table in docs/evidence.md
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"

import { pattern } from "../scripts/support/options.ts"
import { markdownRow, markdownTable, updateBlock } from "../scripts/support/pages.ts"
import { root } from "../scripts/support/root.ts"
import { type Bug, bugs } from "./bugs/planted.ts"
import { type Codes, compile } from "./solidity/compiler.ts"
import { type Part, parts } from "./solidity/contracts.ts"
import { loadSources, type Sources } from "./solidity/sources.ts"
import { WorkingCopy } from "./solidity/workingCopy.ts"

const { only, write } = new Command("npm run bugs --")
  .description("Plants bugs in a copy of the contracts, one at a time, and expects the tests to fail.")
  .option("--only <pattern>", "only the bugs with a matching description or file", pattern, /(?:)/)
  .option("--write", "write the table in docs/evidence.md; rows of other bugs stay", false)
  .parse()
  .opts()

const copy = await WorkingCopy.open(join(root, "cache", "bugs"))
// Without the optimizer, which takes six times as long, the code is larger than a chain accepts.
await copy.allowAnySize()
const sources = new Map<Part, Sources>()
for (const part of parts) {
  const loaded = await loadSources(...part.contracts.map(({ entry }) => entry))
  sources.set(part, loaded)
  await copy.plant(codesOf(loaded, part))
}
const chosen = bugs.filter(({ what, file }) => only.test(`${what} ${file}`))
console.log(`Planting ${chosen.length} bugs, about 10 seconds each.`)
for (const file of new Set(chosen.flatMap(({ tests }) => tests))) {
  const [failure] = await copy.failuresIn([file])
  if (failure) throw new Error(`${file} fails before a bug is planted: ${failure.name}`)
}

const rows = new Map<string, string>()
let survived = 0
for (const [index, bug] of chosen.entries()) {
  const caught = await caughtBy(bug)
  // Each test file that is named for a bug must catch it.
  const missed = bug.tests.filter((file) => !caught.has(file))
  if (missed.length > 0) ++survived
  rows.set(bug.what, rowOf(bug, caught))
  // After every bug, so that an interrupted run keeps what it found.
  if (write) writeTable()
  const verdict = missed.length === 0 ? "caught" : `NOT CAUGHT by ${missed.join(", ")}`
  console.log(`${String(index + 1).padStart(3)}/${chosen.length}  ${verdict}  ${bug.what}`)
}
console.log(`\n${chosen.length - survived} caught, ${survived} not`)
process.exitCode = survived > 0 || chosen.length === 0 ? 1 : 0

function codesOf(sources: Sources, { contracts }: Part): Codes {
  const built = compile(sources, contracts, "quick")
  if ("error" in built) throw new Error(`The contracts do not compile:\n${built.error}`)
  return built.codes
}

/** The tests that fail with a bug, by file. */
async function caughtBy(bug: Bug): Promise<Map<string, string[]>> {
  const part = parts.find(({ owns }) => owns(bug.file))
  const original = part && sources.get(part)
  if (!part || !original) throw new Error(`${bug.file} belongs to no contract.`)
  const source = original[bug.file]?.content ?? ""
  if (source.split(bug.from).length !== 2) throw new Error(`"${bug.what}": its text must stand once in ${bug.file}.`)
  const caught = new Map<string, string[]>()
  try {
    const content = source.replace(bug.from, () => bug.to)
    await copy.plant(codesOf({ ...original, [bug.file]: { content } }, part))
    for (const file of bug.tests) {
      const failures = await copy.failuresIn([file])
      const names = [...new Set(failures.map(({ name }) => name))]
      if (names.length > 0) caught.set(file, names)
    }
  } finally {
    await copy.plant(codesOf(original, part))
  }
  return caught
}

function rowOf(bug: Bug, caught: Map<string, string[]>): string {
  const tests = [...caught].map(([file, names]) => {
    const rest = names.length > 1 ? ` and ${names.length - 1} more` : ""
    return `${file.replace("test/", "")}: ${names[0]?.replaceAll("|", "\\|")}${rest}`
  })
  return markdownRow([bug.what, bug.file.replace("contracts/", ""), tests.join("; ")])
}

function writeTable(): void {
  updateBlock("docs/evidence.md", "planted bugs", (lines) => {
    const kept = (what: string) => lines.filter((line) => line.startsWith(`| ${what} |`))
    const all = bugs.flatMap(({ what }) => rows.get(what) ?? kept(what))
    return [...markdownTable(["bug", "file", "failing tests"], []), ...all]
  })
}
