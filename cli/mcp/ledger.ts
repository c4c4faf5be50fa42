// What the agent has spent, and what it may still be spending: a file that all servers of the account share. Money is
// reserved before anything is signed. A reservation ends only when the chain shows what became of the payment.
import { DatabaseSync } from "node:sqlite"
import type { Address, Hash } from "viem"
import { UsageError } from "../errors.ts"

/** The account whose money it is. */
export type LedgerIdentity = { readonly chainId: number; readonly escrow: Address; readonly account: Address }

/** A payment to be made. */
export type Expense = {
  readonly verb: "rent" | "extend" | "dispute"
  readonly rental: Hash
  readonly token: Address
  /** The most that it takes. */
  readonly amount: bigint
  /** Seconds that the rental lasts in all once it is paid. */
  readonly duration: bigint
  /** The chain takes it only before this time. Undefined: the rental's state decides. */
  readonly validBefore?: bigint | undefined
}

export type Reservation = Expense & {
  readonly id: number
  /** Milliseconds. */
  readonly reservedAt: number
}

/** What counts against the limits: spent, or reserved. */
export type Spending = { readonly ofRental: bigint; readonly ofDay: bigint; readonly ofAll: bigint }

/** The limits of a token, in base units. */
export type TokenLimits = { readonly perRental: bigint; readonly perDay: bigint; readonly total: bigint }

/** Why an expense is refused: the limit that it would exceed, and what is left of it. */
export type Refusal = { readonly limit: keyof TokenLimits; readonly left: bigint }

export type Ledger = ReturnType<typeof openLedger>

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS expenses (
    id INTEGER PRIMARY KEY AUTOINCREMENT, verb TEXT NOT NULL, rental TEXT NOT NULL, token TEXT NOT NULL,
    amount TEXT NOT NULL, duration TEXT NOT NULL, valid_before TEXT, reserved_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('reserved', 'spent', 'released'))
  ) STRICT;
  CREATE INDEX IF NOT EXISTS expenses_token ON expenses (token) WHERE status <> 'released';
  CREATE TABLE IF NOT EXISTS actions (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL) STRICT;
`

/** Milliseconds. */
const DAY = 86_400_000
/** Milliseconds to wait while another server writes. */
const BUSY_TIMEOUT = 5_000

type Row = Readonly<Record<string, unknown>>

/** Opens the file, or creates it. A damaged file is refused: a new one would forget what was spent. */
export function openLedger(path: string, identity: LedgerIdentity) {
  const db = openFile(path)
  const expected = JSON.stringify(identity).toLowerCase()
  const all = (sql: string, ...values: readonly (string | number | null)[]): Row[] => db.prepare(sql).all(...values)
  const run = (sql: string, ...values: readonly (string | number | null)[]) => db.prepare(sql).run(...values)
  const atomically = <result>(write: () => result): result => {
    db.exec("BEGIN IMMEDIATE")
    try {
      const result = write()
      db.exec("COMMIT")
      return result
    } catch (error) {
      db.exec("ROLLBACK")
      throw error
    }
  }
  atomically(() => {
    run("INSERT OR IGNORE INTO metadata VALUES ('identity', ?)", expected)
    const actual = all("SELECT value FROM metadata WHERE name = 'identity'")[0]?.["value"]
    if (actual !== expected) {
      throw new UsageError(`The ledger ${path} belongs to ${actual}, not to ${expected}. Name another file.`, { path })
    }
  })

  /** A clock that was set back must not reopen a day. */
  const clock = (): number => {
    const newest = all("SELECT max(reserved_at) AS newest FROM expenses")[0]?.["newest"]
    return Math.max(Date.now(), Number(newest ?? 0))
  }

  const spendingOf = (token: Address, rental: Hash | undefined, now: number): Spending => {
    const rows = all(
      "SELECT rental, amount, reserved_at FROM expenses WHERE token = ? AND status <> 'released'",
      token.toLowerCase(),
    )
    const sum = (wanted: (row: Row) => boolean) =>
      rows.filter(wanted).reduce((total, row) => total + BigInt(String(row["amount"])), 0n)
    return {
      ofRental: sum((row) => row["rental"] === rental?.toLowerCase()),
      ofDay: sum((row) => Number(row["reserved_at"]) > now - DAY),
      ofAll: sum(() => true),
    }
  }

  const refusalOf = (expense: Expense, limits: TokenLimits, now: number): Refusal | undefined => {
    const { ofRental, ofDay, ofAll } = spendingOf(expense.token, expense.rental, now)
    const left = { perRental: limits.perRental - ofRental, perDay: limits.perDay - ofDay, total: limits.total - ofAll }
    const limit = (["perRental", "perDay", "total"] as const).find((name) => expense.amount > left[name])
    return limit && { limit, left: left[limit] > 0n ? left[limit] : 0n }
  }

  return {
    /** What counts against a token's limits now. */
    spending: (token: Address, rental?: Hash): Spending => spendingOf(token, rental, clock()),
    /** Why the expense would be refused now. */
    refusal: (expense: Expense, limits: TokenLimits): Refusal | undefined => refusalOf(expense, limits, clock()),
    /** Reserves an expense, unless a limit refuses it. Of two servers, the second sees what the first has reserved. */
    reserve(expense: Expense, limits: TokenLimits): { readonly id: number } | Refusal {
      return atomically(() => {
        const now = clock()
        const refusal = refusalOf(expense, limits, now)
        if (refusal) return refusal
        const { verb, rental, token, amount, duration, validBefore } = expense
        const values = [
          verb,
          rental.toLowerCase(),
          token.toLowerCase(),
          String(amount),
          String(duration),
          validBefore === undefined ? null : String(validBefore),
          now,
        ]
        const sql =
          "INSERT INTO expenses (verb, rental, token, amount, duration, valid_before, reserved_at, status) VALUES (?, ?, ?, ?, ?, ?, ?, 'reserved')"
        return { id: Number(run(sql, ...values).lastInsertRowid) }
      })
    },
    /** Records that the payment was made. `amount`: what it took, if that is less than what was reserved. */
    spend(id: number, amount?: bigint): void {
      run("UPDATE expenses SET status = 'spent' WHERE id = ? AND status = 'reserved'", id)
      if (amount !== undefined) run("UPDATE expenses SET amount = ? WHERE id = ?", String(amount), id)
    },
    /** Records that the payment was not made, and never will be. */
    release(id: number): void {
      run("UPDATE expenses SET status = 'released' WHERE id = ? AND status = 'reserved'", id)
    },
    reserved(): Reservation[] {
      return all("SELECT * FROM expenses WHERE status = 'reserved' ORDER BY id").map(toReservation)
    },
    /** Counts one more transaction or signed purchase, unless there were as many in the last 24 hours. */
    countAction(most: number): boolean {
      return atomically(() => {
        const newest = Number(all("SELECT max(at) AS newest FROM actions")[0]?.["newest"] ?? 0)
        const now = Math.max(Date.now(), newest)
        run("DELETE FROM actions WHERE at <= ?", now - DAY)
        if (Number(all("SELECT count(*) AS n FROM actions")[0]?.["n"]) >= most) return false
        run("INSERT INTO actions (at) VALUES (?)", now)
        return true
      })
    },
    close() {
      if (db.isOpen) db.close()
    },
  }
}

function openFile(path: string): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path)
    // What is reserved must survive the loss of power, too.
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;`)
    db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`)
    return db
  } catch (cause) {
    if (db?.isOpen) db.close()
    const message = `The ledger ${path} cannot be opened. Check its path and permissions. If it is damaged, restore it from a backup: a new file would forget what was spent.`
    throw new UsageError(message, { path }, { cause })
  }
}

// The casts are safe: this program wrote the file.
const toReservation = (row: Row): Reservation => ({
  id: Number(row["id"]),
  verb: row["verb"] as Expense["verb"],
  rental: row["rental"] as Hash,
  token: row["token"] as Address,
  amount: BigInt(String(row["amount"])),
  duration: BigInt(String(row["duration"])),
  validBefore: row["valid_before"] === null ? undefined : BigInt(String(row["valid_before"])),
  reservedAt: Number(row["reserved_at"]),
})
