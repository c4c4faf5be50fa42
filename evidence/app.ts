// npm run app:check   builds the page twice, compares the builds, weighs what a browser loads first, looks at every screen
//                     with axe and beside its picture, counts what a visit costs, runs Lighthouse, and plays every journey
//                     in a real browser; writes the tables into docs/app.md
// npm run app:check -- screens traffic   only these parts, and their rows
// npm run app:check -- screens --update  keeps the pictures as they are now
// npm run app:check -- lighthouse journeys --only market   only what has a matching name
import { globSync } from "node:fs"

import { Command, InvalidArgumentError } from "@commander-js/extra-typings"

import { pattern } from "../scripts/support/options.ts"
import { markdownTable, tableCells, updateBlock } from "../scripts/support/pages.ts"
import { run } from "../scripts/support/processes.ts"
import { root } from "../scripts/support/root.ts"
import { type Build, buildPage, firstScripts } from "./app/build.ts"
import { ceilings, MOST_SHIFT } from "./app/ceilings.ts"
import { holds, LEAST_SCORES, lighthouse } from "./app/lighthouse.ts"
import { lookAt, looks } from "./app/looks.ts"
import { compare, keep, pictured } from "./app/pictures.ts"
import { openScene, type Scene } from "./app/scene.ts"
import { screensOf } from "./app/screens.ts"
import { measureTraffic } from "./app/traffic.ts"

/** Bytes of JavaScript, compressed, before a page is chosen. */
const MOST_FIRST = 150_000
const EVERYTHING = /(?:)/
/** Runs of Lighthouse on a page until its scores hold: time on a busy machine says little about the page. */
const RUNS = 3

const rows: string[][] = []
const traffic: string[][] = []
const report = (check: string, figure: string, isGood: boolean, faults: readonly string[] = []) => {
  rows.push([check, figure, isGood ? "holds" : "FAILS"])
  console.log(`${isGood ? "ok    " : "FAILED"} ${check}: ${figure}`)
  if (!isGood) for (const fault of faults) console.log(`         ${fault}`)
}
const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`
const weigh = (files: Build["files"]) => files.reduce((total, { brotli }) => total + brotli, 0)

const parts = {
  async build() {
    const [first, second] = [await buildPage(), await buildPage()]
    const isSame = JSON.stringify(first) === JSON.stringify(second)
    report("two builds have the same files", `${first.files.length} files, ${kilobytes(weigh(first.files))}`, isSame)
    const initial = weigh(firstScripts(first))
    report(
      `JavaScript before a page is chosen, at most ${kilobytes(MOST_FIRST)}`,
      kilobytes(initial),
      initial > 0 && initial <= MOST_FIRST,
    )
  },
  async screens(scene: Scene) {
    const screens = screensOf(scene).filter(({ name }) => only.test(name))
    const faults: string[] = []
    const differences: string[] = []
    let compared = 0
    for (const screen of screens) {
      for (const look of looks) {
        const where = `${screen.name}, ${look.width} px, ${look.theme}, ${look.locale}`
        const seen = await lookAt(scene, screen, look).catch((error: unknown) => ({
          picture: undefined,
          faults: [`It did not appear: ${String(error).slice(0, 200)}`],
        }))
        faults.push(...seen.faults.map((fault) => `${where}: ${fault}`))
        if (!seen.picture || !pictured.has(screen.name)) continue
        compared += 1
        const difference = isUpdate
          ? await keep(screen.name, look, seen.picture)
          : await compare(screen.name, look, seen.picture)
        if (difference) differences.push(difference)
      }
    }
    const count = screens.length * looks.length
    report(
      "screens without a violation of axe (WCAG 2.2 AA), at 360, 768 and 1440 px, light and dark, in both languages",
      `${screens.length} screens, ${count} looks, ${faults.length} faults`,
      faults.length === 0,
      faults,
    )
    report(
      "pictures as they are kept",
      `${compared - differences.length} of ${compared}`,
      differences.length === 0,
      differences,
    )
  },
  async traffic(scene: Scene) {
    // What the latest block changed may be read twice. The scene ends with a payment, and a visit seldom meets one.
    await scene.world.chain.mine()
    await scene.world.caughtUp()
    let shift = 0
    const moved: string[] = []
    for (const screen of screensOf(scene)) {
      const ceiling = ceilings[screen.name]
      if (!ceiling || !only.test(screen.name)) continue
      const measured = await measureTraffic(scene, screen, { width: 360 })
      const isBelow =
        measured.calls <= ceiling.calls &&
        measured.serverRequests <= ceiling.serverRequests &&
        measured.bytes <= ceiling.kilobytes * 1_000
      traffic.push([
        screen.name,
        `${measured.calls} of ${ceiling.calls}, in ${measured.nodeRequests} requests`,
        `${measured.serverRequests} of ${ceiling.serverRequests}`,
        `${kilobytes(measured.bytes)} of ${ceiling.kilobytes} kB`,
        isBelow ? "holds" : "FAILS",
      ])
      console.log(`${isBelow ? "ok    " : "FAILED"} ${(traffic.at(-1) ?? []).join(", ")}`)
      shift = Math.max(shift, measured.shift)
      if (measured.shift > MOST_SHIFT) moved.push(...measured.moved.map((one) => `${screen.name}: ${one}`))
    }
    const above = traffic.filter((row) => row.at(-1) !== "holds").map(([name = ""]) => name)
    report("what a visit costs, below its ceilings", `${traffic.length} screens`, above.length === 0, above)
    report(
      `content that jumps while it arrives, at most ${MOST_SHIFT}`,
      `${shift.toFixed(3)} at most`,
      moved.length === 0,
      moved,
    )
  },
  async lighthouse(scene: Scene) {
    for (const screen of screensOf(scene)) {
      if (!ceilings[screen.name] || screen.deployment || !only.test(screen.name)) continue
      const measured = await lighthouse(`${scene.world.site.url}#${screen.path}`, { runs: RUNS })
      const { performance, accessibility, "best-practices": practices } = measured.scores
      report(
        `Lighthouse of ${screen.name}, at least ${Object.values(LEAST_SCORES).join(", ")}`,
        `performance ${performance}, accessibility ${accessibility}, best practices ${practices}`,
        holds(measured),
        measured.faults,
      )
    }
  },
  async journeys() {
    for (const file of globSync("test/app/**/*.test.ts", { cwd: root }).sort()) {
      const name = file.replace(/^.*\/|\.test\.ts$/g, "")
      if (!only.test(name)) continue
      const { ok, output } = await run("hardhat", ["test", "mocha", "--no-compile", file])
      const count = (word: string) => Number(new RegExp(`^ {2}(\\d+) ${word}\\b`, "m").exec(output)?.[1] ?? 0)
      const [passed, failed] = [count("passing"), count("failing")]
      report(`journeys of ${name}`, `${passed} of ${passed + failed}`, ok && passed > 0)
      if (!ok) console.log(output)
    }
  },
} as const
type Part = keyof typeof parts
const names = Object.keys(parts) as Part[]

const command = new Command("npm run app:check --")
  .description("Checks the page: its build, its weight, every screen, what a visit costs, and every journey.")
  .option("--update", "keeps the pictures of the screens as they are now", false)
  .option("--only <pattern>", "only screens and journeys with a matching name", pattern, EVERYTHING)
  .argument("[parts...]", `some of ${names.join(", ")}; none: all of them`, toParts, [] as readonly Part[])
  .parse()
const { update: isUpdate, only } = command.opts()
const [chosen] = command.processedArgs

const wanted = names.filter((name) => chosen.length === 0 || chosen.includes(name))
const needsScene = wanted.some((name) => parts[name].length > 0)
const done = new Set<Part>()
const scene = needsScene ? await openScene() : undefined
try {
  for (const name of wanted) {
    if (name === "build" || name === "journeys") await parts[name]()
    else if (scene) await parts[name](scene)
    done.add(name)
    // After each, because a whole run takes a quarter of an hour.
    writeFigures()
  }
} finally {
  await scene?.world.close()
}

process.exit(rows.every(([, , result]) => result === "holds") ? 0 : 1)

/** A whole run replaces the table in the end. Until then, rows of a run stand in the place of those with their names. */
function writeFigures(): void {
  const isEverything = only === EVERYTHING
  const isWhole = isEverything && names.every((name) => done.has(name))
  // What is said of all screens together is not so of some of them.
  const found = isEverything ? rows : rows.filter(([name = ""]) => /^(Lighthouse|journeys) of /.test(name))
  updateBlock("docs/app.md", "figures", (lines) => {
    const written = tableCells(lines).slice(1)
    const renewed = written.map((row) => found.find(([name]) => name === row[0]) ?? row)
    const added = found.filter(([name]) => !written.some(([before]) => before === name))
    return markdownTable(["check", "figure", "result"], isWhole ? rows : [...renewed, ...added])
  })
  if (traffic.length === 0 || !isEverything) return
  updateBlock("docs/app.md", "traffic", () =>
    markdownTable(["screen", "calls to the node", "requests to the server", "files of the page", "result"], traffic),
  )
}

function toParts(given: string, before: readonly Part[]): readonly Part[] {
  const found = names.find((name) => name === given)
  if (!found) throw new InvalidArgumentError(`Name some of ${names.join(", ")}.`)
  return [...before, found]
}
