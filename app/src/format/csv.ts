/** A table as spreadsheets read it: commas, quotes where they are needed, and a line for each row (RFC 4180). */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join(",")).join("\r\n")
}

/** A text that begins like a formula would be computed by a spreadsheet. An apostrophe keeps it a text. */
function quoted(given: string): string {
  const text = /^[=+\-@\t\r]/.test(given) && !/^-?\d+(\.\d+)?$/.test(given) ? `'${given}` : given
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
