import type { Hex } from "viem"

import type { Database } from "./database.ts"

/**
 * What was included and failed, although its simulation had not: only a growing pause keeps that from being paid for
 * again and again.
 */
export function revertsIn({ all, run, count }: Database) {
  return {
    /** Counts a transaction once, however often it is seen. */
    noteRevert(hash: Hex, items: readonly Hex[], retryAt: (times: number) => number) {
      for (const item of items) {
        const times = count("SELECT times + 1 AS n FROM reverts WHERE item = ?", item) || 1
        run(
          `INSERT INTO reverts VALUES (?, ?, ?, ?) ON CONFLICT (item) DO UPDATE
           SET hash = excluded.hash, times = excluded.times, retry_at = excluded.retry_at WHERE hash <> excluded.hash`,
          ...[item, hash, times, retryAt(times)],
        )
      }
    },
    /** When each may be sent again. */
    reverts: (): ReadonlyMap<Hex, number> =>
      new Map(all("SELECT * FROM reverts").map((row) => [row["item"] as Hex, Number(row["retry_at"])])),
    forgetReverts: (before: number) => run("DELETE FROM reverts WHERE retry_at < ?", before),
  }
}
