// What a keeper remembers, in one SQLite file. All of it can be read from the chain again; it is here so that nothing has
// to be, and so that a transaction is known before anyone else knows it.
import { DatabaseSync } from "node:sqlite"
import type { Address, Hex } from "viem"

import type { EventCursor, Rental, Status } from "../sdk/index.ts"
import { parseJson, toJson } from "./json.ts"

export type Identity = { readonly chainId: number; readonly escrow: Address; readonly account: Address }

export type Known = { readonly id: Hex; readonly rental: Rental; readonly status: Status | undefined }
export type Credit = { readonly token: Address; readonly account: Address }
export type Work = "settle" | "withdraw" | "collect"

/** A transaction that was signed, and may have been sent. */
export type Intent = {
  readonly hash: Hex
  readonly nonce: number
  readonly work: Work
  /** Ids of rentals; token and account of a credit; a token. */
  readonly items: readonly Hex[]
  readonly raw: Hex
  readonly data: Hex
  readonly gas: bigint
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
  readonly sentAt: number
}

/** What became of an intent. `moot`: nothing was left to do. `moved`: sent in another place. `refused`: by every endpoint. */
export type Outcome = "included" | "reverted" | "replaced" | "moot" | "moved" | "refused"

/** A file of another escrow, chain or account. */
export class WrongDatabaseError extends Error {
  override readonly name = "WrongDatabaseError"
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS rentals (
    id TEXT PRIMARY KEY, terms TEXT NOT NULL, token TEXT NOT NULL, status TEXT,
    due_at INTEGER, closed_at INTEGER,
    looked_at INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS rentals_due ON rentals (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS rentals_looked ON rentals (looked_at);
  CREATE TABLE IF NOT EXISTS credits (
    token TEXT NOT NULL, account TEXT NOT NULL, amount TEXT NOT NULL DEFAULT '',
    looked_at INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (token, account)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS intents (
    hash TEXT PRIMARY KEY, nonce INTEGER NOT NULL, work TEXT NOT NULL, items TEXT NOT NULL, raw TEXT NOT NULL,
    data TEXT NOT NULL, gas TEXT NOT NULL, max_fee TEXT NOT NULL, max_tip TEXT NOT NULL, sent_at INTEGER NOT NULL,
    outcome TEXT, cost TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS intents_open ON intents (nonce) WHERE outcome IS NULL;
`

type Row = Readonly<Record<string, unknown>>
/** Milliseconds to wait for another process that writes; the poll fails after that, and the next one tries again. */
const BUSY = 1_000
/** Seconds for which a closed rental is remembered: far more than the chain can take back. */
const REMEMBERED = 86_400n

export type Store = ReturnType<typeof openStore>

export function openStore(path: string, identity: Identity) {
  const db = new DatabaseSync(path, { timeout: BUSY })
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
  db.exec(SCHEMA)
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const all = (sql: string, ...values: (string | number | bigint | null)[]): Row[] => prepared(sql).all(...values)
  const run = (sql: string, ...values: (string | number | bigint | null)[]) => prepared(sql).run(...values)
  const count = (sql: string, ...values: (string | number)[]) => Number(all(sql, ...values)[0]?.["n"] ?? 0)
  const fact = (name: string) => all("SELECT value FROM facts WHERE name = ?", name)[0]?.["value"]
  const setFact = (name: string, value: string) => run("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

  const wanted = toJson(identity).toLowerCase()
  const found = fact("identity")
  if (found !== undefined && found !== wanted) {
    db.close()
    throw new WrongDatabaseError(`${path} belongs to ${found}, not to ${wanted}. Name another file.`)
  }
  setFact("identity", wanted)

  return {
    close: () => db.close(),

    /** All of it, or nothing. */
    together<result>(body: () => result): result {
      db.exec("BEGIN IMMEDIATE")
      try {
        const result = body()
        db.exec("COMMIT")
        return result
      } catch (error) {
        db.exec("ROLLBACK")
        throw error
      }
    },

    cursor(): EventCursor | undefined {
      const text = fact("cursor")
      return typeof text === "string" ? (JSON.parse(text) as EventCursor) : undefined
    },
    setCursor: (cursor: EventCursor) => setFact("cursor", JSON.stringify(cursor)),
    forgetCursor: () => run("DELETE FROM facts WHERE name = 'cursor'"),
    time: (name: string) => Number(fact(name) ?? 0),
    setTime: (name: string, value: number) => setFact(name, String(value)),

    // Rentals

    addRental(id: Hex, rental: Rental) {
      const { token } = rental.offer
      return run(
        "INSERT OR IGNORE INTO rentals (id, terms, token) VALUES (?, ?, ?)",
        id,
        toJson(rental),
        token.toLowerCase(),
      )
    },
    /** Something has happened to a rental: its state is to be looked at. */
    touchRental: (id: Hex) => run("UPDATE rentals SET looked_at = 0 WHERE id = ?", id),
    touchEverything() {
      run("UPDATE rentals SET looked_at = 0")
      run("UPDATE credits SET looked_at = 0")
    },
    /** Those whose state may have changed, then those that are due, then those that were not looked at for longest. */
    toLookAt({ now, most, sweep }: { readonly now: bigint; readonly most: number; readonly sweep: number }): Known[] {
      const rows = [
        ...all("SELECT * FROM rentals WHERE looked_at = 0 LIMIT ?", most),
        ...all("SELECT * FROM rentals WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, most),
        ...all("SELECT * FROM rentals ORDER BY looked_at LIMIT ?", sweep),
      ]
      return [...new Map(rows.map((row) => [row["id"], row])).values()].map(toKnown)
    },
    saw(id: Hex, { status, dueAt, closedAt, block }: Sight) {
      run(
        "UPDATE rentals SET status = ?, due_at = ?, closed_at = ?, looked_at = ? WHERE id = ?",
        status,
        dueAt ?? null,
        closedAt ?? null,
        block,
        id,
      )
    },
    forgetClosed: (now: bigint) => run("DELETE FROM rentals WHERE closed_at < ?", now - REMEMBERED),
    /** What is due and not put aside, the oldest first. */
    due(now: bigint, clock: number, most: number): Known[] {
      return all(
        "SELECT * FROM rentals WHERE due_at <= ? AND retry_at <= ? ORDER BY due_at LIMIT ?",
        now,
        clock,
        most,
      ).map(toKnown)
    },
    /** One of each token that was put aside: whether its time has come shows in this one. */
    asideRentals(now: bigint, clock: number): Known[] {
      const sql = "SELECT *, min(retry_at) FROM rentals WHERE due_at <= ? AND retry_at > ? GROUP BY token"
      return all(sql, now, clock).map(toKnown)
    },
    rentalFailed(id: Hex, retryAt: (failures: number) => number) {
      const failures = count("SELECT failures + 1 AS n FROM rentals WHERE id = ?", id)
      run("UPDATE rentals SET failures = ?, retry_at = ? WHERE id = ?", failures, retryAt(failures), id)
    },
    releaseRentals: (token: Address) =>
      run("UPDATE rentals SET failures = 0, retry_at = 0 WHERE token = ?", token.toLowerCase()),

    // Credits

    addCredit({ token, account }: Credit) {
      run("INSERT OR IGNORE INTO credits (token, account) VALUES (?, ?)", token.toLowerCase(), account.toLowerCase())
      run(
        "UPDATE credits SET looked_at = 0 WHERE token = ? AND account = ?",
        token.toLowerCase(),
        account.toLowerCase(),
      )
    },
    creditsToLookAt({ most, sweep }: { readonly most: number; readonly sweep: number }): Credit[] {
      const rows = [
        ...all("SELECT * FROM credits WHERE looked_at = 0 LIMIT ?", most),
        ...all("SELECT * FROM credits WHERE looked_at > 0 ORDER BY looked_at LIMIT ?", sweep),
      ]
      return rows.map(toCredit)
    },
    sawCredit({ token, account }: Credit, amount: bigint, block: bigint) {
      run(
        "UPDATE credits SET amount = ?, looked_at = ? WHERE token = ? AND account = ?",
        amount > 0n ? String(amount) : "",
        block,
        token,
        account,
      )
    },
    credits(clock: number, most: number): Credit[] {
      return all(
        "SELECT * FROM credits WHERE amount <> '' AND retry_at <= ? ORDER BY retry_at LIMIT ?",
        clock,
        most,
      ).map(toCredit)
    },
    asideCredits(clock: number): Credit[] {
      return all("SELECT *, min(retry_at) FROM credits WHERE amount <> '' AND retry_at > ? GROUP BY token", clock).map(
        toCredit,
      )
    },
    creditFailed({ token, account }: Credit, retryAt: (failures: number) => number) {
      const failures = count("SELECT failures + 1 AS n FROM credits WHERE token = ? AND account = ?", token, account)
      run(
        "UPDATE credits SET failures = ?, retry_at = ? WHERE token = ? AND account = ?",
        failures,
        retryAt(failures),
        token,
        account,
      )
    },
    releaseCredits: (token: Address) => run("UPDATE credits SET failures = 0, retry_at = 0 WHERE token = ?", token),

    // Intents

    intend(intent: Intent, cost: bigint) {
      const { hash, nonce, work, items, raw, data, gas, maxFeePerGas, maxPriorityFeePerGas, sentAt } = intent
      const fees = [String(gas), String(maxFeePerGas), String(maxPriorityFeePerGas)] as const
      // Only one transaction can have a place.
      run("UPDATE intents SET cost = '0' WHERE nonce = ? AND outcome IS NULL", nonce)
      const sql = "INSERT OR IGNORE INTO intents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)"
      run(sql, hash, nonce, work, toJson(items), raw, data, ...fees, sentAt, String(cost))
    },
    /** Without an outcome, by their place; of several in one place the dearest is the last. */
    openIntents: (): Intent[] =>
      all("SELECT * FROM intents WHERE outcome IS NULL ORDER BY nonce, sent_at").map(toIntent),
    /** Whatever may stand in a place, also what was given up: nodes may know it still. */
    intentsAt: (nonce: number): Intent[] =>
      all("SELECT * FROM intents WHERE nonce = ? AND outcome IS NOT 'refused'", nonce).map(toIntent),
    conclude(hash: Hex, outcome: Outcome, cost: bigint) {
      run("UPDATE intents SET outcome = ?, cost = ? WHERE hash = ?", outcome, String(cost), hash)
    },
    /** Wei that the transactions since a time have cost, or may yet cost. */
    spentSince: (time: number): bigint =>
      all("SELECT cost FROM intents WHERE sent_at >= ?", time).reduce(
        (sum, { cost }) => sum + BigInt(String(cost)),
        0n,
      ),
    forgetIntents: (before: number) => run("DELETE FROM intents WHERE outcome IS NOT NULL AND sent_at < ?", before),

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
    tokens: (): Address[] => all("SELECT DISTINCT token FROM rentals").map(({ token }) => token as Address),
  }
}

export type Sight = {
  readonly status: Status
  readonly dueAt: bigint | undefined
  readonly closedAt: bigint | undefined
  readonly block: bigint
}

// The file holds what this one wrote.
const toKnown = ({ id, terms, status }: Row): Known => ({
  id: id as Hex,
  rental: parseJson(String(terms)) as Rental,
  status: (status ?? undefined) as Status | undefined,
})
const toCredit = ({ token, account }: Row) => ({ token: token as Address, account: account as Address })
const toIntent = (row: Row): Intent => ({
  hash: row["hash"] as Hex,
  nonce: Number(row["nonce"]),
  work: row["work"] as Work,
  items: parseJson(String(row["items"])) as Hex[],
  raw: row["raw"] as Hex,
  data: row["data"] as Hex,
  gas: BigInt(String(row["gas"])),
  maxFeePerGas: BigInt(String(row["max_fee"])),
  maxPriorityFeePerGas: BigInt(String(row["max_tip"])),
  sentAt: Number(row["sent_at"]),
})
