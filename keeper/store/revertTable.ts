import type { Hex } from "viem"

import type { Database } from "./database.ts"

/** Milliseconds for which a revert counts after its item may be sent again: twice the longest pause. */
const RETENTION = 2 * 86_400_000

/** Items whose transaction reverted in its block although its simulation had succeeded. Each such revert costs gas. */
export function revertTable({ rows, run, count }: Database) {
  return {
    /** Counts a reverted transaction once, however often it is recorded. */
    addRevert(hash: Hex, items: readonly Hex[], retryAt: (failures: number) => number) {
      for (const item of items) {
        const failures = count("SELECT failures + 1 AS n FROM reverts WHERE item = ?", item) || 1
        run(
          `INSERT INTO reverts VALUES (?, ?, ?, ?) ON CONFLICT (item) DO UPDATE
           SET hash = excluded.hash, failures = excluded.failures, retry_at = excluded.retry_at
           WHERE hash <> excluded.hash`,
          ...[item, hash, failures, retryAt(failures)],
        )
      }
    },
    /** The time from which each item may be sent again, in milliseconds. */
    revertedItems: (): ReadonlyMap<Hex, number> =>
      new Map(rows("SELECT * FROM reverts").map((row) => [row["item"] as Hex, Number(row["retry_at"])])),
    deleteOldReverts: (clock: number) => run("DELETE FROM reverts WHERE retry_at < ?", clock - RETENTION),
  }
}
