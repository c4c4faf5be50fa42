import Table from "cli-table3"

/** One line of what `npm run sdk:check` found out. */
export interface Finding {
  readonly what: string
  readonly figure: string
  readonly budget?: string
  /** Why it does not hold; empty: it holds. */
  readonly problems: readonly string[]
}

export function draw(findings: readonly Finding[]): string {
  const table = new Table({
    head: ["what", "figure", "budget", "verdict"],
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: [], border: [] },
  })
  for (const { what, figure, budget = "", problems } of findings) {
    table.push([what, figure, budget, problems.length === 0 ? "ok" : "FAILED"])
  }
  return table.toString()
}
