// Measures the gas of everything, and writes or checks the pages that publish it.
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { grouped } from "../../scripts/support/numbers.ts"
import { root } from "../../scripts/support/root.ts"
import { gasChart } from "./gas/chart.ts"
import {
  linesOfBatches,
  linesOfLives,
  linesOfPeers,
  linesOfWays,
  regressions,
  snapshotOf,
  TARGETS,
} from "./gas/figures.ts"
import { figure, livesOf, type Measurements, measureAll } from "./gas/measurements.ts"
import { gasPage } from "./gas/page.ts"

const SNAPSHOT = "docs/gas.json"

export async function benchGas({ check }: { readonly check: boolean }): Promise<void> {
  const measurements = await measureAll((what) => console.log(`Measuring ${what} …`))
  const files: Record<string, string> = {
    "docs/gas.md": gasPage(measurements),
    "docs/gas.svg": gasChart(measurements),
    [SNAPSHOT]: `${JSON.stringify(snapshotOf(measurements), null, 2)}\n`,
  }
  print(measurements)
  if (check) await checkFiles(files, measurements)
  else await writeFiles(files)
}

function print(measurements: Measurements): void {
  console.log(`\n${"".padEnd(64)} simulator    Polygon  with list     target`)
  const lines = [linesOfLives, linesOfBatches, linesOfPeers, linesOfWays].flatMap((linesOf) => linesOf(measurements))
  for (const { what, token } of lines) {
    const target = TARGETS[what]
    const figures = token ? [token.simulator, token.polygon, token.listed, ...(target ? [target] : [])] : []
    console.log(`${what.padEnd(62)} ${figures.map((gas) => grouped(gas).padStart(10)).join(" ")}`)
  }
}

async function checkFiles(files: Readonly<Record<string, string>>, measurements: Measurements): Promise<void> {
  const before: Record<string, number> = JSON.parse(await readFile(join(root, SNAPSHOT), "utf8"))
  const risen = regressions(snapshotOf(measurements), before)
  if (risen.length > 0) console.error(`\nMore than 1 % above ${SNAPSHOT}:\n${risen.join("\n")}`)
  const stale: string[] = []
  for (const [name, text] of Object.entries(files)) {
    if ((await readFile(join(root, name), "utf8")) !== text) stale.push(name)
  }
  const headline = figure(livesOf(measurements.coins["ERC-20"].calls), "instant: deposit + settle")
  const readme = await readFile(join(root, "README.md"), "utf8")
  for (const gas of [headline.simulator, headline.polygon]) {
    if (!readme.includes(grouped(gas))) stale.push(`README.md, which must state ${grouped(gas)}`)
  }
  if (stale.length > 0) console.error(`\nStale: ${stale.join(", ")}. Run \`npm run bench\`.`)
  process.exitCode = risen.length + stale.length > 0 ? 1 : 0
}

async function writeFiles(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text)
  console.log(`\nWrote ${Object.keys(files).join(", ")}.`)
}
