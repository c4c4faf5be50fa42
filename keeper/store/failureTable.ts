import type { Hex } from "viem"

import type { Database } from "./database.ts"

/** Milliseconds for which a failure counts after its item may be sent again: twice the longest pause. */
const RETENTION = 2 * 86_400_000

/**
 * Items whose transaction failed although its simulation had succeeded: it reverted in its block, which costs gas, or
 * every node refused it.
 */
export function failureTable({ rows, run, count }: Database) {
  return {
    /** Counts a failure once, however often it is recorded. `cause` tells it apart from an earlier one. */
    addFailure(cause: string, items: readonly Hex[], retryAt: (failures: number) => number) {
      for (const item of items) {
        const failures = count("SELECT failures + 1 AS n FROM failures WHERE item = ?", item) || 1
        run(
          `INSERT INTO failures VALUES (?, ?, ?, ?) ON CONFLICT (item) DO UPDATE
           SET cause = excluded.cause, failures = excluded.failures, retry_at = excluded.retry_at
           WHERE cause <> excluded.cause`,
          ...[item, cause, failures, retryAt(failures)],
        )
      }
    },
    /** The time from which each item may be sent again, in milliseconds. */
    failedItems: (): ReadonlyMap<Hex, number> =>
      new Map(rows("SELECT * FROM failures").map((row) => [row["item"] as Hex, Number(row["retry_at"])])),
    deleteOldFailures: (clock: number) => run("DELETE FROM failures WHERE retry_at < ?", clock - RETENTION),
  }
}
