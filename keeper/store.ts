// What a keeper remembers, in one SQLite file. All of it can be read from the chain again; it is here so that nothing has
// to be, and so that a transaction is known before anyone else knows it.
import type { EventCursor } from "@gpuflow/escrow"
import { creditsIn } from "./store/credits.ts"
import { type Identity, openDatabase } from "./store/database.ts"
import { intentsIn } from "./store/intents.ts"
import { rentalsIn } from "./store/rentals.ts"
import { revertsIn } from "./store/reverts.ts"

export type Store = ReturnType<typeof openStore>

export function openStore(path: string, identity: Identity) {
  const database = openDatabase(path, identity)
  const { all, run, count, fact, setFact, close, together } = database

  return {
    ...rentalsIn(database),
    ...creditsIn(database),
    ...intentsIn(database),
    ...revertsIn(database),
    close,
    together,

    cursor(): EventCursor | undefined {
      const text = fact("cursor")
      return typeof text === "string" ? (JSON.parse(text) as EventCursor) : undefined
    },
    setCursor: (cursor: EventCursor) => setFact("cursor", JSON.stringify(cursor)),
    forgetCursor: () => run("DELETE FROM facts WHERE name = 'cursor'"),
    time: (name: string) => Number(fact(name) ?? 0),
    setTime: (name: string, value: number) => setFact(name, String(value)),

    /** Figures for the metrics. */
    figures(now: bigint, clock: number) {
      const statuses = all("SELECT status, count(*) AS n FROM rentals WHERE status IS NOT NULL GROUP BY status")
      const [oldest] = all("SELECT min(due_at) AS at FROM rentals WHERE due_at <= ?", now)
      return {
        statuses: statuses.map(({ status, n }) => ({ status: String(status), count: Number(n) })),
        due: count("SELECT count(*) AS n FROM rentals WHERE due_at <= ?", Number(now)),
        oldestDueAt: oldest?.["at"] === null || !oldest ? undefined : BigInt(String(oldest["at"])),
        credits: count("SELECT count(*) AS n FROM credits WHERE amount <> ''"),
        aside:
          count("SELECT count(*) AS n FROM rentals WHERE retry_at > ? AND due_at IS NOT NULL", clock) +
          count("SELECT count(*) AS n FROM credits WHERE retry_at > ? AND amount <> ''", clock),
      }
    },
  }
}

export type { Credit } from "./store/credits.ts"
export type { Intent, Outcome, Work } from "./store/intents.ts"
export type { Known } from "./store/rentals.ts"
