import stringWidth from "string-width"

/** Rows under a heading. With `columns`, no line is wider: cells are wrapped, and long ids get a line of their own. */
export function table(
  columns: number | undefined,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const all = [head, ...rows]
  const isTooWide = columns !== undefined && totalOf(widthsOf(all)) > columns
  if (isTooWide && rows.some(([first]) => first && ID.test(first)) && columns >= ID_WIDTH) {
    const rest = all.map(([, ...cells]) => cells)
    const widths = narrow(widthsOf(rest), columns - INDENT.length)
    return all
      .flatMap(([first = ""], index) => [first, ...renderRow(rest[index] ?? [], widths).map((line) => INDENT + line)])
      .join("\n")
  }
  const widths = narrow(widthsOf(all), columns)
  return all.flatMap((row) => renderRow(row, widths)).join("\n")
}

/** One line for each fact, or more if they must fit. Facts without a value are left out. */
export function facts(
  columns: number | undefined,
  entries: readonly (readonly [name: string, value: string | undefined])[],
): string {
  const rows = entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const widths = narrow(widthsOf(rows), columns)
  return rows.flatMap((row) => renderRow(row, widths)).join("\n")
}

const ID = /^0x[\da-f]{64}$/i
const ID_WIDTH = 66
const INDENT = "  "
const GAP = 2

const totalOf = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1))

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: count }, (_, place) =>
    Math.max(...rows.map((row) => Math.max(...(row[place] ?? "").split("\n").map((line) => stringWidth(line))))),
  )
}

/** Narrows the widest columns until all fit. */
function narrow(widths: readonly number[], limit: number | undefined): number[] {
  const narrowed = [...widths]
  while (limit !== undefined && totalOf(narrowed) > limit) {
    const widest = narrowed.indexOf(Math.max(...narrowed))
    const width = narrowed[widest] ?? 0
    if (width <= 1) break
    narrowed[widest] = width - 1
  }
  return narrowed
}

function renderRow(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = cells.map((cell, place) => wrap(cell, widths[place] ?? 1))
  const height = Math.max(1, ...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, place) => pad(lines[line] ?? "", widths[place] ?? 0))
      .join(" ".repeat(GAP))
      .trimEnd(),
  ).filter((line) => line !== "")
}

const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - stringWidth(text)))

/** Lines of at most a width, broken between words where possible. */
function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = []
    let line = ""
    for (const word of paragraph.split(" ").flatMap((part) => chop(part, width))) {
      const longer = line === "" ? word : `${line} ${word}`
      if (stringWidth(longer) <= width) line = longer
      else {
        lines.push(line)
        line = word
      }
    }
    return [...lines, line]
  })
}

/** The parts of a word that is longer than a line, such as an address. */
function chop(word: string, width: number): string[] {
  if (stringWidth(word) <= width) return [word]
  const parts = [""]
  for (const character of word) {
    const last = parts.at(-1) ?? ""
    if (last !== "" && stringWidth(last + character) > width) parts.push(character)
    else parts[parts.length - 1] = last + character
  }
  return parts
}
