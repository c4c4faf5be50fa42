// npm run app:check   builds the page twice, compares the builds, weighs what a browser loads first, and plays every journey
//                     in a real browser; writes the table into docs/app.md
import { globSync } from "node:fs"

import { Command } from "@commander-js/extra-typings"

import { markdownTable, updateBlock } from "../scripts/support/pages.ts"
import { run } from "../scripts/support/processes.ts"
import { root } from "../scripts/support/root.ts"
import { type Build, buildPage, firstScripts } from "./app/build.ts"

/** Bytes of JavaScript, compressed, before a page is chosen. */
const MOST_FIRST = 150_000
const HEAD = ["check", "figure", "result"]

new Command("npm run app:check --")
  .description("Checks the page: its build, its weight, and every journey in a real browser.")
  .parse()

const rows: string[][] = []
const report = (check: string, figure: string, holds: boolean) => {
  rows.push([check, figure, holds ? "holds" : "FAILS"])
  console.log(`${holds ? "ok    " : "FAILED"} ${check}: ${figure}`)
}
const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`
const weigh = (files: Build["files"]) => files.reduce((total, { brotli }) => total + brotli, 0)

const [first, second] = [await buildPage(), await buildPage()]
const isSame = JSON.stringify(first) === JSON.stringify(second)
report("two builds have the same files", `${first.files.length} files, ${kilobytes(weigh(first.files))}`, isSame)
const initial = weigh(firstScripts(first))
report(
  `JavaScript before a page is chosen, at most ${kilobytes(MOST_FIRST)}`,
  kilobytes(initial),
  initial > 0 && initial <= MOST_FIRST,
)

for (const file of globSync("test/app/*.test.ts", { cwd: root }).sort()) {
  const { ok, output } = await run("hardhat", ["test", "mocha", "--no-compile", file])
  const count = (word: string) => Number(new RegExp(`^ {2}(\\d+) ${word}\\b`, "m").exec(output)?.[1] ?? 0)
  const [passed, failed] = [count("passing"), count("failing")]
  report(`journeys of ${file.replace(/^.*\/|\.test\.ts$/g, "")}`, `${passed} of ${passed + failed}`, ok && passed > 0)
  if (!ok) console.log(output)
}

updateBlock("docs/app.md", "figures", () => markdownTable(HEAD, rows))
process.exitCode = rows.every(([, , result]) => result === "holds") ? 0 : 1
