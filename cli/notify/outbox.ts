// What is to be told: a file with the rentals that are followed, the place on the chain, and the notices. A notice and the
// place after it are stored in one transaction, so that a restart neither loses one nor makes it twice.
import { DatabaseSync } from "node:sqlite"
import type { EventCursor } from "@gpuflow/escrow"
import type { Hash } from "viem"
import { UsageError } from "../errors.ts"
import type { NoticeType } from "./noticeTypes.ts"

export type Notice = {
  /** Names the event: the same in each attempt. */
  readonly id: string
  readonly type: NoticeType
  /** Of the log that it comes from. Undefined: the clock. */
  readonly log: string | undefined
  readonly body: string
}

export type FollowedRental = {
  readonly id: Hash
  /** The parties and terms that go into each notice, as JSON. */
  readonly facts: string
  /** When the paid time ends; undefined: it does not run. */
  readonly endsAt: bigint | undefined
  /** The end for which it was told that it is near, and that it has come. */
  readonly endingFor: bigint | undefined
  readonly endedFor: bigint | undefined
}

export type DueNotice = Notice & { readonly attempts: number }

export type Outbox = ReturnType<typeof openOutbox>

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS rentals (id TEXT PRIMARY KEY, facts TEXT NOT NULL, ends_at TEXT, ending_for TEXT, ended_for TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS notices (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, log TEXT, body TEXT NOT NULL,
    base TEXT NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'waiting', attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS notices_waiting ON notices (due_at) WHERE status = 'waiting';
  CREATE INDEX IF NOT EXISTS notices_log ON notices (log) WHERE log IS NOT NULL;
`

type Row = Readonly<Record<string, unknown>>

/** `identity`: chain, escrow and party. A file of others is refused. */
export function openOutbox(path: string, identity: string) {
  const db = openFile(path)
  const all = (sql: string, ...values: readonly (string | number | null)[]): Row[] => db.prepare(sql).all(...values)
  const run = (sql: string, ...values: readonly (string | number | null)[]) => db.prepare(sql).run(...values)
  const read = (name: string) => all("SELECT value FROM metadata WHERE name = ?", name)[0]?.["value"]
  const known = read("identity")
  if (known !== undefined && known !== identity) {
    db.close()
    throw new UsageError(`${path} belongs to ${known}, not to ${identity}. Pass another file with --database.`, {
      path,
    })
  }
  run("INSERT OR IGNORE INTO metadata VALUES ('identity', ?)", identity)

  return {
    cursor(): EventCursor | undefined {
      const text = read("cursor")
      return typeof text === "string" ? JSON.parse(text) : undefined
    },
    /** Stores what a batch of events leads to, all or nothing. */
    commit(work: () => void): void {
      db.exec("BEGIN IMMEDIATE")
      try {
        work()
        db.exec("COMMIT")
      } catch (error) {
        db.exec("ROLLBACK")
        throw error
      }
    },
    moveTo: (cursor: EventCursor) =>
      run("INSERT OR REPLACE INTO metadata VALUES ('cursor', ?)", JSON.stringify(cursor)),
    rentals: (): FollowedRental[] => all("SELECT * FROM rentals").map(toRental),
    putRental({ id, facts, endsAt, endingFor, endedFor }: FollowedRental): void {
      const values = [endsAt, endingFor, endedFor].map((time) => (time === undefined ? null : String(time)))
      run("INSERT OR REPLACE INTO rentals VALUES (?, ?, ?, ?, ?)", id, facts, ...values)
    },
    forget: (id: Hash) => run("DELETE FROM rentals WHERE id = ?", id),
    /** The name of an event's notice: another one each time that the chain has taken the event back and has it again. */
    nameOf(base: string): string {
      const sql = "SELECT count(*) AS n FROM notices WHERE base = ? AND withdrawn = 1"
      const times = Number(all(sql, base)[0]?.["n"])
      return times === 0 ? base : `${base}:${times + 1}`
    },
    add({ id, type, log, body }: Notice, base = id): void {
      const sql = "INSERT OR IGNORE INTO notices (id, type, log, body, base) VALUES (?, ?, ?, ?, ?)"
      run(sql, id, type, log ?? null, body, base)
    },
    /** Withdraws the notices of an event that the chain has taken back. Returns those that were told already. */
    withdraw(log: string): Notice[] {
      run("DELETE FROM notices WHERE log = ? AND status = 'waiting' AND attempts = 0", log)
      const told = all("SELECT * FROM notices WHERE log = ? AND withdrawn = 0", log)
      run("UPDATE notices SET withdrawn = 1 WHERE log = ?", log)
      return told.map(toNotice)
    },
    /** Notices to deliver now, the oldest first. */
    due(now: number, limit: number): DueNotice[] {
      const rows = all(
        "SELECT * FROM notices WHERE status = 'waiting' AND due_at <= ? ORDER BY place LIMIT ?",
        now,
        limit,
      )
      return rows.map((row) => ({ ...toNotice(row), attempts: Number(row["attempts"]) }))
    },
    /** When the next attempt is due, in milliseconds. */
    nextDue(): number | undefined {
      const found = all("SELECT min(due_at) AS at FROM notices WHERE status = 'waiting'")[0]?.["at"]
      return found === null || found === undefined ? undefined : Number(found)
    },
    /** Counts an attempt before it is made: a notice that may have arrived is not withdrawn in silence. */
    attempt: (id: string, retryAt: number) =>
      run("UPDATE notices SET attempts = attempts + 1, due_at = ? WHERE id = ?", retryAt, id),
    finish: (id: string, status: "delivered" | "failed") =>
      run("UPDATE notices SET status = ? WHERE id = ?", status, id),
    count: (status: string): number =>
      Number(all("SELECT count(*) AS n FROM notices WHERE status = ?", status)[0]?.["n"]),
    close() {
      if (db.isOpen) db.close()
    },
  }
}

function openFile(path: string): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path)
    // Held for as long as the program runs: two of them would tell everything twice.
    db.exec("PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL;")
    db.exec(`BEGIN EXCLUSIVE; ${SCHEMA} COMMIT;`)
    return db
  } catch (cause) {
    if (db?.isOpen) db.close()
    const message = `${path} cannot be opened. Check the path and whether another \`notify\` uses it, or pass another --database.`
    throw new UsageError(message, { path }, { cause })
  }
}

// The casts are safe: this program wrote the file.
const toRental = (row: Row): FollowedRental => ({
  id: row["id"] as Hash,
  facts: String(row["facts"]),
  endsAt: toTime(row["ends_at"]),
  endingFor: toTime(row["ending_for"]),
  endedFor: toTime(row["ended_for"]),
})

const toNotice = (row: Row): Notice => ({
  id: String(row["id"]),
  type: row["type"] as NoticeType,
  log: row["log"] === null ? undefined : String(row["log"]),
  body: String(row["body"]),
})

const toTime = (value: unknown): bigint | undefined => (value === null ? undefined : BigInt(String(value)))
