// How large a random search must be to find the planted bugs: the smallest size that finds each, a table, and a picture.
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { grouped } from "../../scripts/support/numbers.ts"
import { markdownTable, tableCells, updateBlock } from "../../scripts/support/pages.ts"
import { root } from "../../scripts/support/root.ts"
import { digestOf } from "../solidity/sources.ts"
import { type Curve, curveChart } from "./curveChart.ts"
import { bugs as all, type Bug } from "./planted.ts"
import { PlantedCopy } from "./plantedCopy.ts"
import { type Found, isSearched, type Search, searches, searchFor } from "./searches.ts"

interface Options {
  readonly bugs: readonly Bug[]
  /** How many that have no row yet. */
  readonly count: number
  readonly deep: boolean
  readonly write: boolean
}

/** What each search found of a bug, in the order of the searches. */
type Row = readonly Found[]

const PAGE = "docs/evidence.md"
const BLOCK = "searched bugs"
const CHART = "docs/bugs.svg"
/** Stands before the largest size that a search tried in vain. */
const MISSED = "not in"

export async function drawCurve({ bugs, count, deep, write }: Options): Promise<void> {
  const rows = write ? readRows() : new Map<string, Row>()
  // A hash decides, so that what is done at any time is a sample of the whole.
  const open = bugs
    .filter((bug) => isSearched(bug) && (deep ? isMissed(rows.get(bug.what)) : !rows.has(bug.what)))
    .sort((a, b) => (digestOf(a.what) < digestOf(b.what) ? -1 : 1))
    .slice(0, count)
  const planted = await PlantedCopy.open()
  for (const search of searches) {
    const [smallest] = search.sizes
    if (await smallest?.finds(planted.copy)) throw new Error(`The ${search.name} fail before a bug is planted.`)
  }
  for (const [index, bug] of open.entries()) {
    const row = await planted.with(bug, async (copy) => {
      const found: Found[] = []
      for (const search of searches) found.push(await searchFor(copy, search, deep))
      return found
    })
    rows.set(bug.what, row)
    // After every bug, so that an interrupted run keeps what it found.
    if (write) writeRows(rows)
    console.log(`${index + 1}/${open.length}  ${row.map(cellOf).join(", ")}  ${bug.what}`)
  }
  for (const search of searches) console.log(sentenceOf(curveOf(search, rows)))
}

function isMissed(row: Row | undefined): boolean {
  return row === undefined || row.some(({ caught }) => !caught)
}

/** How many bugs each size finds, of those that were planted. */
function curveOf(search: Search, rows: ReadonlyMap<string, Row>): Curve {
  const found = [...rows.values()].flatMap((row) => row[searches.indexOf(search)] ?? [])
  const points = search.sizes
    // Sizes that every bug met which smaller sizes did not find, and at least one.
    .filter(({ count }) => found.some((one) => one.count >= count))
    .filter(({ count }) => found.every((one) => one.caught || one.count >= count))
    .map(({ count }) => ({ count, bugs: found.filter((one) => one.caught && one.count <= count).length }))
  return { name: search.name, unit: search.unit, of: rows.size, points }
}

function sentenceOf({ name, unit, of, points }: Curve): string {
  const sizes = points.map(({ count, bugs }) => `${bugs} with ${grouped(count)}`)
  return `${name}, of ${of} bugs: ${sizes.join(", ")} ${unit}`
}

function writeRows(rows: ReadonlyMap<string, Row>): void {
  const curves = searches.map((search) => curveOf(search, rows))
  const table = all.flatMap(({ what }) => {
    const row = rows.get(what)
    return row ? [[what, ...row.map(cellOf)]] : []
  })
  const head = ["bug", ...searches.map(({ name }) => name)]
  updateBlock(PAGE, BLOCK, () => markdownTable(head, table, head.slice(1)))
  updateBlock(PAGE, "curve", () =>
    markdownTable(
      ["search", "size", "bugs caught", "of"],
      curves.flatMap(({ name, unit, of, points }) =>
        points.map(({ count, bugs }) => [name, `${grouped(count)} ${unit}`, String(bugs), String(of)]),
      ),
      ["bugs caught", "of"],
    ),
  )
  writeFileSync(join(root, CHART), curveChart(curves))
}

function readRows(): Map<string, Row> {
  const path = join(root, PAGE)
  const text = existsSync(path) ? readFileSync(path, "utf8") : ""
  const block = text.split(`<!-- ${BLOCK} -->`)[1]?.split(`<!-- /${BLOCK} -->`)[0] ?? ""
  const known = new Set(all.map(({ what }) => what))
  return new Map(
    tableCells(block.split("\n")).flatMap(([what = "", ...cells]) =>
      known.has(what) ? [[what, cells.map(read)]] : [],
    ),
  )
}

function cellOf({ count, caught }: Found): string {
  return caught ? grouped(count) : `${MISSED} ${grouped(count)}`
}

function read(cell: string): Found {
  return { count: Number(cell.replace(MISSED, "").replace(/\s/g, "")), caught: !cell.startsWith(MISSED) }
}
