import type { Database } from "@gpuflow/keeper/sending"
import type { Hash } from "viem"

/** A hook that was begun and whose end was not stored. */
export type OpenRun = {
  readonly seq: number
  readonly rental: Hash
  readonly pid: number | undefined
  /** What tells the process apart from a later one with its id. */
  readonly process: string
}

/** Each time that a hook was run. */
export function runTable({ rows, run }: Database) {
  return {
    beginRun(rental: Hash, hook: string, startedAt: number): number {
      const sql = "INSERT INTO runs (rental, hook, started_at) VALUES (?, ?, ?)"
      return Number(run(sql, rental, hook, startedAt).lastInsertRowid)
    },
    setRunProcess(seq: number, pid: number, process: string) {
      run("UPDATE runs SET pid = ?, process = ? WHERE seq = ?", pid, process, seq)
    },
    endRun(seq: number, endedAt: number, outcome: string) {
      run("UPDATE runs SET ended_at = ?, outcome = ? WHERE seq = ?", endedAt, outcome, seq)
    },
    openRuns: (): OpenRun[] =>
      rows("SELECT * FROM runs WHERE ended_at IS NULL").map((row) => ({
        seq: Number(row["seq"]),
        rental: row["rental"] as Hash,
        pid: row["pid"] === null ? undefined : Number(row["pid"]),
        process: String(row["process"] ?? ""),
      })),
    runsOf: (rental: Hash) =>
      rows("SELECT hook, outcome FROM runs WHERE rental = ? ORDER BY seq", rental).map(({ hook, outcome }) => ({
        hook: String(hook),
        outcome: outcome === null ? undefined : String(outcome),
      })),
  }
}
