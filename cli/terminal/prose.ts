import stringWidth from "string-width"

/**
 * Sentences, of which each line that is too long for the terminal continues at a word. A word that is longer than a line
 * stays whole, so that it can be copied.
 */
export function prose(columns: number | undefined, text: string): string {
  if (columns === undefined) return text
  return text
    .split("\n")
    .flatMap((line) => (stringWidth(line) <= columns ? [line] : broken(columns, line)))
    .join("\n")
}

function broken(columns: number, line: string): string[] {
  const lines: string[] = []
  let current = ""
  for (const word of line.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`
    if (current === "" || stringWidth(longer) <= columns) current = longer
    else {
      lines.push(current)
      current = word
    }
  }
  return [...lines, current]
}
