// npm run bugs                         plants each bug of evidence/bugs/planted.ts alone; the tests named for it must fail
// npm run bugs -- --only 'stake|fee'   only the bugs with a matching description or file
// npm run bugs -- --curve 20           how soon random searches find bugs: 20 more of them, in a random order
// npm run bugs -- --curve 20 --deep    the same, with searches of up to a million calls
// npm run bugs -- --write              also writes the tables in docs/evidence.md, and docs/bugs.svg
import { Command } from "@commander-js/extra-typings"

import { count, pattern } from "../scripts/support/options.ts"
import { markdownRow, markdownTable, updateBlock } from "../scripts/support/pages.ts"
import { drawCurve } from "./bugs/curve.ts"
import { type Bug, bugs } from "./bugs/planted.ts"
import { PlantedCopy } from "./bugs/plantedCopy.ts"

const { only, curve, deep, write } = new Command("npm run bugs --")
  .description("Plants bugs in a copy of the contracts, one at a time, and expects the tests to fail.")
  .option("--only <pattern>", "only the bugs with a matching description or file", pattern, /(?:)/)
  .option("--curve <count>", "find how large random searches must be for so many more bugs", count, 0)
  .option("--deep", "with --curve: also the largest searches", false)
  .option("--write", "write the tables in docs/evidence.md; rows of other bugs stay", false)
  .parse()
  .opts()

const chosen = bugs.filter(({ what, file }) => only.test(`${what} ${file}`))
if (curve > 0) await drawCurve({ bugs: chosen, count: curve, deep, write })
else await expectTestsToFail()

/** Each test file that is named for a bug must catch it. */
async function expectTestsToFail(): Promise<void> {
  const planted = await PlantedCopy.open()
  console.log(`Planting ${chosen.length} bugs, about 10 seconds each.`)
  for (const file of new Set(chosen.flatMap(({ tests }) => tests))) {
    const [failure] = await planted.copy.failuresIn([file])
    if (failure) throw new Error(`${file} fails before a bug is planted: ${failure.name}`)
  }

  const rows = new Map<string, string>()
  let survived = 0
  for (const [index, bug] of chosen.entries()) {
    const caught = await caughtBy(planted, bug)
    const missed = bug.tests.filter((file) => !caught.has(file))
    if (missed.length > 0) ++survived
    rows.set(bug.what, rowOf(bug, caught))
    // After every bug, so that an interrupted run keeps what it found.
    if (write) writeTable(rows)
    const verdict = missed.length === 0 ? "caught" : `NOT CAUGHT by ${missed.join(", ")}`
    console.log(`${String(index + 1).padStart(3)}/${chosen.length}  ${verdict}  ${bug.what}`)
  }
  console.log(`\n${chosen.length - survived} caught, ${survived} not`)
  process.exitCode = survived > 0 || chosen.length === 0 ? 1 : 0
}

/** The tests that fail with a bug, by file. */
function caughtBy(planted: PlantedCopy, bug: Bug): Promise<Map<string, string[]>> {
  return planted.with(bug, async (copy) => {
    const caught = new Map<string, string[]>()
    for (const file of bug.tests) {
      const failures = await copy.failuresIn([file])
      const names = [...new Set(failures.map(({ name }) => name))]
      if (names.length > 0) caught.set(file, names)
    }
    return caught
  })
}

function rowOf(bug: Bug, caught: Map<string, string[]>): string {
  const tests = [...caught].map(([file, names]) => {
    const rest = names.length > 1 ? ` and ${names.length - 1} more` : ""
    return `${file.replace("test/", "")}: ${names[0]?.replaceAll("|", "\\|")}${rest}`
  })
  return markdownRow([bug.what, bug.file.replace("contracts/", ""), tests.join("; ")])
}

function writeTable(rows: ReadonlyMap<string, string>): void {
  updateBlock("docs/evidence.md", "planted bugs", (lines) => {
    const kept = (what: string) => lines.filter((line) => line.startsWith(`| ${what} |`))
    const all = bugs.flatMap(({ what }) => rows.get(what) ?? kept(what))
    return [...markdownTable(["bug", "file", "failing tests"], []), ...all]
  })
}
