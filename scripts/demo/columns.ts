import { stripVTControlCharacters } from "node:util"
import Table from "cli-table3"
import { alignPoints, formatNumber } from "./formatting.ts"
import type { Colours } from "./view.ts"

export interface Column<row> {
  readonly name: string
  readonly align: "left" | "right"
  readonly cells: (rows: readonly row[]) => string[]
  readonly paint?: ((cell: string) => string) | undefined
}

export function text<row>(name: string, show: (row: row) => string): Column<row> {
  return { name, align: "left", cells: (rows) => rows.map(show) }
}

/** Amounts of different coins, aligned at their decimal points. */
export function amounts<row extends { readonly listing: { readonly decimals: number } }>(
  name: string,
  pick: (row: row) => bigint,
  paint?: Column<row>["paint"],
): Column<row> {
  const show = (row: row) => formatNumber(pick(row), row.listing.decimals)
  return { name, align: "right", cells: (rows) => alignPoints(rows.map(show)), paint }
}

const edges = ["top", "bottom", "left", "right", "mid", "middle"]
const corners = ["top-mid", "top-left", "top-right", "bottom-mid", "bottom-left", "bottom-right"]
const joints = ["left-mid", "mid-mid", "right-mid"]

/** A table with one line below the names of its columns, and no grid. */
export function draw<row>(rows: readonly row[], columns: readonly Column<row>[], { dim }: Colours): string[] {
  const cells = columns.map((column) => column.cells(rows).map(column.paint ?? String))
  const table = new Table({
    colAligns: columns.map(({ align }) => align),
    chars: Object.fromEntries([...edges, ...corners, ...joints].map((name) => [name, ""])),
    style: { "padding-left": 0, "padding-right": 2 },
  })
  table.push(columns.map(({ name }) => ({ content: dim(name), vAlign: "bottom" })))
  for (const index of rows.keys()) table.push(cells.map((column) => column[index] ?? ""))

  const lines = table.toString().split("\n")
  const headings = Math.max(...columns.map(({ name }) => name.split("\n").length))
  const width = Math.max(...lines.map((line) => stripVTControlCharacters(line).trimEnd().length))
  return [...lines.slice(0, headings), dim("─".repeat(width)), ...lines.slice(headings)]
}
