// npm run ponder:check   installs the Ponder project of examples/, plays rentals on a local chain, and compares every row
//                        of Ponder with the escrow and with the index; writes the table into the project's README
import { Command } from "@commander-js/extra-typings"
import Table from "cli-table3"

import { positive } from "../scripts/support/options.ts"
import { markdownTable, updateBlock } from "../scripts/support/pages.ts"
import { run } from "../sdk/packaging/childProcess.ts"
import { openDatabase } from "../server/database/openDatabase.ts"
import { randomOf } from "../test/support/forkingNodes.ts"
import { RecordedChain } from "../test/support/recordedChain.ts"
import { recordLives } from "../test/support/recordedLives.ts"
import { serveRecordedChain } from "../test/support/serveRecordedChain.ts"
import { type Comparison, compareWithEscrow, compareWithIndex } from "./ponder/comparison.ts"
import { installProject, startPonder } from "./ponder/project.ts"

const HEAD = ["check", "figure", "result"]
/** Blocks. On Polygon, Ponder takes blocks for final once they are 200 to 400 blocks old. */
const WITHIN = 150
const BEYOND = 300
const SHOWN = 20

const { lives: wanted, seed } = new Command("npm run ponder:check --")
  .description("Compares the Ponder project of examples/ with the escrow and with the index, on a local chain.")
  .option("--lives <count>", "rentals to play", positive, 120)
  .option("--seed <number>", "what draws them", positive, 23)
  .parse()
  .opts()

const results: { readonly check: string; readonly figure: string; readonly problems: readonly string[] }[] = []
const report = (check: string, figure: string, problems: readonly string[]) => {
  results.push({ check, figure, problems })
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${check}: ${figure}`)
  for (const problem of problems.slice(0, SHOWN)) console.log(`       ${problem}`)
}
const reportRows = (check: string, { rows, differences }: Comparison) =>
  report(check, `${rows} rows, ${differences.length} differences`, rows === 0 ? ["There are no rows."] : differences)

/** Puts other blocks in the place of the last ones, with the same events, and at least one more. */
function replaceBlocks(count: number): void {
  const { head } = chain
  chain.reorganise(count, 1)
  chain.mineAll()
  while (chain.head <= head) chain.mine(1)
}

const began = Date.now()
const project = await installProject()
const lives = await recordLives({ lives: wanted, seed: BigInt(seed) })
const database = await openDatabase({ memory: true })
const chain = new RecordedChain({ escrow: lives.escrow, blocks: lives.blocks, random: randomOf(seed) })
const node = await serveRecordedChain(chain)
try {
  const types = await run(project.folder, "npm", "run", "types")
  report("types of the handlers, from the SDK's ABI", types.ok ? "no errors" : "errors", types.ok ? [] : [types.output])

  chain.replay()
  const ponder = await startPonder({ folder: project.folder, rpcUrl: node.url, escrow: lives.escrow })
  try {
    const target = { database, client: chain.client(), escrow: lives.escrow }
    await ponder.reaches(chain.head)
    reportRows("every rental and host, as the escrow returns it", await compareWithEscrow(ponder, lives))
    reportRows("every row, as the index has it", await compareWithIndex(ponder, target))

    replaceBlocks(WITHIN)
    await ponder.reaches(chain.head)
    reportRows(`every row after ${WITHIN} blocks were replaced`, await compareWithIndex(ponder, target))

    replaceBlocks(BEYOND)
    await ponder.prints("Encountered unrecoverable reorg")
    report(`${BEYOND} blocks were replaced`, "Ponder gives up, as its limits say", [])
  } finally {
    await ponder.stop()
  }
} finally {
  await node.close()
  await database.close()
  lives.close()
  await project.remove()
}

const rows = results.map(({ check, figure, problems }) => [check, figure, problems.length === 0 ? "holds" : "FAILS"])
const table = new Table({ head: HEAD, style: { head: [], border: [] } })
table.push(...rows)
console.log(table.toString())
const seconds = Math.round((Date.now() - began) / 1_000)
console.log(`${wanted} rentals, ${lives.blocks.length} blocks with events, in ${seconds} s`)
updateBlock("examples/ponder/README.md", "figures", () => [
  `${wanted} rentals and ${lives.blocks.length} blocks with events:`,
  "",
  ...markdownTable(HEAD, rows),
])
process.exit(results.every(({ problems }) => problems.length === 0) ? 0 : 1)
