// What a keeper stores, in one SQLite file. Everything in it can be read from the chain again. The file saves that time,
// and records a transaction before any node has it.
import type { EventCursor } from "@gpuflow/escrow"
import { MAX_DELAY, MAX_DELAY_AFTER_REVERT } from "../plan/retryDelay.ts"
import { creditTable } from "./creditTable.ts"
import { type Database, type Identity, type OpenOptions, openDatabase, parseStored } from "./database.ts"
import { failureTable } from "./failureTable.ts"
import { purchaseTable } from "./purchaseTable.ts"
import { rentalTable } from "./rentalTable.ts"
import { transactionTable } from "./transactionTable.ts"

export type Store = ReturnType<typeof openStore>

/** The cursor of the polls, and that of a scan of the history that has not ended. */
type CursorName = "cursor" | "historyCursor"

/** Unix timestamps that are stored by name. */
const TIMES = ["createdAt", "historyScannedAt", "feesCollectedAt", "goodPollAt"] as const
type TimeName = (typeof TIMES)[number]

/** What every program stores that follows events and sends transactions. */
export function senderTables(database: Database) {
  const { run, metadata, setMetadata, close, atomically, moved } = database
  const time = (name: TimeName) => Number(metadata(name) ?? 0)
  const setTime = (name: TimeName, seconds: number) => setMetadata(name, String(seconds))

  return {
    ...transactionTable(database),
    ...failureTable(database),
    close,
    atomically,
    /** The damaged file in whose place this one is. */
    moved,

    cursor(name: CursorName = "cursor"): EventCursor | undefined {
      const text = metadata(name)
      return typeof text === "string" ? (parseStored(text) as EventCursor) : undefined
    },
    setCursor: (cursor: EventCursor, name: CursorName = "cursor") => setMetadata(name, JSON.stringify(cursor)),
    deleteCursor: (name: CursorName = "cursor") => run("DELETE FROM metadata WHERE name = ?", name),
    time,
    setTime,
    /** After the clock was set back, times in the future would keep work waiting until they come. In milliseconds. */
    limitTimes(clock: number) {
      for (const [table, longest] of [
        ["rentals", MAX_DELAY],
        ["credits", MAX_DELAY],
        ["failures", MAX_DELAY_AFTER_REVERT],
      ] as const) {
        run(`UPDATE ${table} SET retry_at = ? WHERE retry_at > ?`, clock + longest, clock + longest)
      }
      run("UPDATE transactions SET sent_at = ? WHERE sent_at > ?", clock, clock)
      const seconds = Math.floor(clock / 1_000)
      for (const name of TIMES) if (time(name) > seconds) setTime(name, seconds)
    },
  }
}

export function openStore(path: string, identity: Identity, options: OpenOptions = {}) {
  const database = openDatabase(path, identity, options)
  const { rows, count } = database
  return {
    ...senderTables(database),
    ...rentalTable(database),
    ...creditTable(database),
    ...purchaseTable(database),

    /** Figures for the metrics. */
    figures(now: bigint, clock: number) {
      const statuses = rows("SELECT status, count(*) AS n FROM rentals WHERE status IS NOT NULL GROUP BY status")
      const [oldest] = rows("SELECT min(due_at) AS at FROM rentals WHERE due_at <= ?", now)
      return {
        statuses: statuses.map(({ status, n }) => ({ status: String(status), count: Number(n) })),
        due: count("SELECT count(*) AS n FROM rentals WHERE due_at <= ?", Number(now)),
        oldestDueAt: oldest?.["at"] === null || !oldest ? undefined : BigInt(String(oldest["at"])),
        credits: count("SELECT count(*) AS n FROM credits WHERE amount <> ''"),
        setAside:
          count("SELECT count(*) AS n FROM rentals WHERE retry_at > ? AND due_at IS NOT NULL", clock) +
          count("SELECT count(*) AS n FROM credits WHERE retry_at > ? AND amount <> ''", clock),
      }
    },
  }
}
