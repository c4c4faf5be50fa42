import { DatabaseSync } from "node:sqlite"
import type { Address } from "viem"

/** The keeper that a file belongs to. */
export type Identity = { readonly chainId: number; readonly escrow: Address; readonly account: Address }

// `refreshed_in` is the block of the stored state; 0 marks a row whose state must be read. `retry_at` is in milliseconds.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS rentals (
    id TEXT PRIMARY KEY, terms TEXT NOT NULL, token TEXT NOT NULL, status TEXT,
    due_at INTEGER, closed_at INTEGER,
    refreshed_in INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS rentals_due ON rentals (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS rentals_refreshed ON rentals (refreshed_in);
  CREATE TABLE IF NOT EXISTS credits (
    token TEXT NOT NULL, account TEXT NOT NULL, amount TEXT NOT NULL DEFAULT '',
    refreshed_in INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (token, account)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS transactions (
    hash TEXT PRIMARY KEY, nonce INTEGER NOT NULL, work TEXT NOT NULL, items TEXT NOT NULL, raw TEXT NOT NULL,
    data TEXT NOT NULL, access_list TEXT NOT NULL, gas TEXT NOT NULL, max_fee TEXT NOT NULL, max_tip TEXT NOT NULL, sent_at INTEGER NOT NULL,
    outcome TEXT, cost TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS transactions_open ON transactions (nonce) WHERE outcome IS NULL;
  CREATE TABLE IF NOT EXISTS failures (
    item TEXT PRIMARY KEY, cause TEXT NOT NULL, failures INTEGER NOT NULL, retry_at INTEGER NOT NULL
  ) STRICT;
`

export type Row = Readonly<Record<string, unknown>>
type Value = string | number | bigint | null

/** Thrown for a file of another escrow, chain or account, and for a file that SQLite cannot use. */
export class WrongDatabaseError extends Error {
  override readonly name = "WrongDatabaseError"
}

/** Milliseconds to wait while another process writes. After that the poll fails, and the next one repeats it. */
const BUSY_TIMEOUT = 1_000

/** SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_CANTOPEN and SQLITE_NOTADB. */
const UNUSABLE_FILE_CODES = [8, 11, 14, 26]

function openFile(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT })
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    db.exec(SCHEMA)
    return db
  } catch (error) {
    if (!UNUSABLE_FILE_CODES.includes(Number(Object(error).errcode) & 0xff)) throw error
    const hint = "Pass another file, or delete this one: the keeper reads its contents from the chain again."
    throw new WrongDatabaseError(`SQLite cannot use ${path}: ${Object(error).message}. ${hint}`, { cause: error })
  }
}

export type Database = ReturnType<typeof openDatabase>

/** Opens the file, or creates it. */
export function openDatabase(path: string, identity: Identity) {
  const db = openFile(path)
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>()
  const prepare = (sql: string) => {
    const statement = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const rows = (sql: string, ...values: readonly Value[]): Row[] => prepare(sql).all(...values)
  const run = (sql: string, ...values: readonly Value[]) => prepare(sql).run(...values)
  const count = (sql: string, ...values: readonly (string | number)[]) => Number(rows(sql, ...values)[0]?.["n"] ?? 0)
  const metadata = (name: string) => rows("SELECT value FROM metadata WHERE name = ?", name)[0]?.["value"]
  const setMetadata = (name: string, value: string) => run("INSERT OR REPLACE INTO metadata VALUES (?, ?)", name, value)

  const expected = JSON.stringify(identity).toLowerCase()
  const actual = metadata("identity")
  if (actual !== undefined && actual !== expected) {
    db.close()
    throw new WrongDatabaseError(`${path} belongs to ${actual}, not to ${expected}. Pass another file.`)
  }
  setMetadata("identity", expected)

  return {
    rows,
    run,
    count,
    metadata,
    setMetadata,
    close: () => db.close(),

    /** Commits everything that the function writes, or nothing if it throws. */
    atomically<result>(write: () => result): result {
      db.exec("BEGIN IMMEDIATE")
      try {
        const result = write()
        db.exec("COMMIT")
        return result
      } catch (error) {
        db.exec("ROLLBACK")
        throw error
      }
    },
  }
}
