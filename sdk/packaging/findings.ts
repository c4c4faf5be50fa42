import Table from "cli-table3"

/** One line of the table that `npm run sdk:check` prints. */
export interface Finding {
  readonly subject: string
  readonly figure: string
  readonly budget?: string
  /** The reasons why the check fails; empty if it passes. */
  readonly problems: readonly string[]
}

export function findingsTable(findings: readonly Finding[]): string {
  const table = new Table({
    head: ["check", "figure", "budget", "result"],
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: [], border: [] },
  })
  for (const { subject, figure, budget = "", problems } of findings) {
    table.push([subject, figure, budget, problems.length === 0 ? "ok" : "FAILED"])
  }
  return table.toString()
}
