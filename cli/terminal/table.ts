import Table from "cli-table3"

/** Rows under a heading. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({ head: [...head], chars: BORDERLESS, style: STYLE })
  made.push(...rows.map((row) => [...row]))
  return trim(made.toString())
}

/** One line for each fact. Facts without a value are left out. */
export function facts(entries: readonly (readonly [name: string, value: string | undefined])[]): string {
  const made = new Table({ chars: BORDERLESS, style: STYLE })
  made.push(...entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  return trim(made.toString())
}

const STYLE = { head: [], border: [], "padding-left": 0, "padding-right": 2, compact: true }
const sides = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
const lines = ["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"]
const BORDERLESS = Object.fromEntries([...sides, ...lines].map((part) => [part, ""]))

function trim(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n")
}
