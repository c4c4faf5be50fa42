// What a terminal shows of the text that is written to it.

/** Begins each sequence that moves the cursor, erases, or sets a colour. */
const ESCAPE = "\u001b["
/** Columns between two tab stops. */
const TAB = 8
const SEQUENCE = /^[?\d;]*[A-Za-z]/

/** The lines of a terminal. Long lines continue in the next row, as on the screen; colours are left out. */
export function screenOf(text: string, columns: number): string[] {
  const rows: string[][] = []
  let [row, column] = [0, 0]
  const put = (character: string) => {
    if (column === columns) [row, column] = [row + 1, 0]
    const line = rows[row] ?? []
    rows[row] = line
    line[column++] = character
  }
  const write = (plain: string) => {
    for (const character of plain) {
      if (character === "\n") [row, column] = [row + 1, 0]
      else if (character === "\r") column = 0
      else if (character === "\t") column += TAB - (column % TAB)
      else put(character)
    }
  }
  const [first = "", ...rest] = text.split(ESCAPE)
  write(first)
  for (const part of rest) {
    const [sequence = ""] = SEQUENCE.exec(part) ?? []
    const count = Number.parseInt(sequence, 10) || 1
    if (sequence.endsWith("A")) row = Math.max(row - count, 0)
    else if (sequence.endsWith("B")) row += count
    else if (sequence.endsWith("G")) column = count - 1
    else if (sequence.endsWith("K")) rows[row] = []
    write(part.slice(sequence.length))
  }
  const lines = Array.from(rows, (line) =>
    Array.from(line ?? [], (character) => character ?? " ")
      .join("")
      .trimEnd(),
  )
  while (lines.at(-1) === "") lines.pop()
  return lines
}
