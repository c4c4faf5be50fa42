// npm run bench           measures the gas of everything, and writes docs/gas.md, docs/gas.svg and docs/gas.json
// npm run check -- gas       measures, writes nothing, and fails if a figure rose by more than a hundredth or docs are stale
import { readFile, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { grouped } from "../scripts/start/words.ts"
import { gasChart } from "./bench/chart.ts"
import { gasDocument } from "./bench/document.ts"
import { linesOfBatches, linesOfLives, linesOfPeers, regressions, snapshotOf, TARGETS } from "./bench/report.ts"
import { figure, livesOf, runBench } from "./bench/run.ts"

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } })
const docs = fileURLToPath(new URL("../docs/", import.meta.url))
const SNAPSHOT = "gas.json"

const bench = await runBench((what) => console.log(`Measuring ${what} …`))
const snapshot = snapshotOf(bench)
const files: Record<string, string> = {
  "gas.md": gasDocument(bench),
  "gas.svg": gasChart(bench),
  [SNAPSHOT]: `${JSON.stringify(snapshot, null, 2)}\n`,
}

console.log(`\n${"".padEnd(64)} simulator    Polygon     target`)
for (const { what, token } of [...linesOfLives(bench), ...linesOfBatches(bench), ...linesOfPeers(bench)]) {
  const figures = token ? [token.simulator, token.polygon, ...(TARGETS[what] ? [TARGETS[what]] : [])] : []
  console.log(`${what.padEnd(62)} ${figures.map((gas) => grouped(gas).padStart(10)).join(" ")}`)
}

if (values.check) {
  const before: Record<string, number> = JSON.parse(await readFile(docs + SNAPSHOT, "utf8"))
  const dearer = regressions(snapshot, before)
  if (dearer.length > 0) console.error(`\nMore than 1 % dearer than docs/${SNAPSHOT}:\n${dearer.join("\n")}`)
  const stale: string[] = []
  for (const [name, text] of Object.entries(files)) {
    if ((await readFile(docs + name, "utf8")) !== text) stale.push(`docs/${name}`)
  }
  const headline = figure(livesOf(bench.coins["ERC-20"].calls), "instant: deposit + settle")
  const readme = await readFile(`${docs}../README.md`, "utf8")
  for (const gas of [headline.simulator, headline.polygon]) {
    if (!readme.includes(grouped(gas))) stale.push(`README.md, which should say ${grouped(gas)}`)
  }
  if (stale.length > 0) console.error(`\nNot what was measured: ${stale.join(", ")}. Run \`npm run bench\`.`)
  process.exitCode = dearer.length + stale.length > 0 ? 1 : 0
} else {
  for (const [name, text] of Object.entries(files)) await writeFile(docs + name, text)
  console.log("\nWritten: docs/gas.md, docs/gas.svg, docs/gas.json")
}
