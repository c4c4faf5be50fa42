// The parts of a page that a program writes. Each stands between `<!-- name -->` and `<!-- /name -->`.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { root } from "./root.ts"

/** Replaces a block of a page by what `update` makes of its lines. */
export function updateBlock(page: string, name: string, update: (lines: readonly string[]) => readonly string[]): void {
  const path = join(root, page)
  const text = readFileSync(path, "utf8")
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  if (from < begin.length || to < from) throw new Error(`${page} has no block "${name}". Restore its marks.`)
  const lines = update(text.slice(from, to).trimEnd().split("\n"))
  writeFileSync(path, `${text.slice(0, from)}${lines.join("\n")}\n${text.slice(to)}`)
}

/** A table in Markdown. Columns align to the left, or to the right where `right` lists them. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string[] {
  const rule = head.map((name) => (right.includes(name) ? "---:" : "---")).join("|")
  return [markdownRow(head), `|${rule}|`, ...rows.map(markdownRow)]
}

export function markdownRow(cells: readonly string[]): string {
  // An empty cell takes one space: `| a | | b |`.
  return `${cells.map((cell) => (cell === "" ? "| " : `| ${cell} `)).join("")}|`
}

/** The cells of each row of a table in Markdown, its head among them. */
export function tableCells(lines: readonly string[]): string[][] {
  return lines
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}
