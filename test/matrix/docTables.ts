import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** One line of a markdown table: what its columns say, by the column's heading. */
export type Row = Readonly<Record<string, string>>

/** A heading of a page and the rows of the table under it. */
export interface Section {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** Reads the tables of a page in docs/. A section is a heading with one table. */
export function readTables(page: string): readonly Section[] {
  const text = readFileSync(fileURLToPath(new URL(`../../docs/${page}`, import.meta.url)), "utf8")
  return text
    .split(/^#+ /m)
    .slice(1)
    .flatMap((part) => {
      const lines = part.split("\n").filter((line) => line.startsWith("|"))
      const [head, , ...body] = lines.map(cellsOf)
      if (head === undefined) return []
      const title = part.slice(0, part.indexOf("\n")).trim()
      return [{ title, columns: head, rows: body.map((cells) => rowOf(title, head, cells)) }]
    })
}

/** The section of this title. */
export function sectionOf(sections: readonly Section[], title: string): Section {
  const section = sections.find((one) => one.title === title)
  if (section === undefined) throw new Error(`no table under "${title}"`)
  return section
}

/** What a row says in a column. */
export function cellOf(row: Row, column: string): string {
  const cell = row[column]
  if (cell === undefined) throw new Error(`no column "${column}"`)
  return cell
}

/** The name in backquotes. */
export function codeOf(cell: string): string {
  const [, name] = /`([^`]+)`/.exec(cell) ?? []
  if (name === undefined) throw new Error(`no name in backquotes: "${cell}"`)
  return name
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim())
}

function rowOf(title: string, head: readonly string[], cells: readonly string[]): Row {
  if (cells.length !== head.length) throw new Error(`a row of another width under "${title}": ${cells.join(" | ")}`)
  return Object.fromEntries(head.map((column, i) => [column, cells[i] ?? ""]))
}
