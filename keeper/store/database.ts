import { existsSync, renameSync, statSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"

import type { Address } from "viem"

/** The keeper or relayer that a file belongs to. */
export type Identity = {
  readonly chainId: number
  readonly escrow: Address
  readonly account: Address
  /** Of a relayer. */
  readonly router?: Address
}

// `refreshed_in` is the block of the stored state; 0 marks a row whose state must be read. `retry_at` is in milliseconds.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS rentals (
    id TEXT PRIMARY KEY, terms TEXT NOT NULL, token TEXT NOT NULL, status TEXT,
    due_at INTEGER, ends_at INTEGER, closed_at INTEGER,
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
    receiver TEXT NOT NULL, data TEXT NOT NULL, access_list TEXT NOT NULL, gas TEXT NOT NULL, max_fee TEXT NOT NULL, max_tip TEXT NOT NULL, sent_at INTEGER NOT NULL,
    outcome TEXT, cost TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS transactions_open ON transactions (nonce) WHERE outcome IS NULL;
  CREATE TABLE IF NOT EXISTS purchases (
    digest TEXT NOT NULL, payer TEXT NOT NULL, json TEXT NOT NULL, fee TEXT NOT NULL, valid_before INTEGER NOT NULL,
    received_at INTEGER NOT NULL, status TEXT NOT NULL, hash TEXT, block INTEGER, problem TEXT,
    PRIMARY KEY (digest, payer)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS failures (
    item TEXT PRIMARY KEY, cause TEXT NOT NULL, failures INTEGER NOT NULL, retry_at INTEGER NOT NULL
  ) STRICT;
`

export type Row = Readonly<Record<string, unknown>>
type Value = string | number | bigint | null

/** Thrown for a file of another escrow, chain or account, and for a file that SQLite cannot open. */
export class WrongDatabaseError extends Error {
  override readonly name = "WrongDatabaseError"
}

/** Thrown for contents that the keeper cannot have written. The keeper moves the file aside and starts a new one. */
export class DamagedDatabaseError extends Error {
  override readonly name = "DamagedDatabaseError"
}

/** Milliseconds to wait while another process writes. After that the poll fails, and the next one repeats it. */
const BUSY_TIMEOUT = 1_000

/** SQLITE_READONLY and SQLITE_CANTOPEN. */
const UNUSABLE_FILE_CODES = [8, 14]
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED_FILE_CODES = [11, 26]

const codeOf = (error: unknown) => Number(Object(error).errcode) & 0xff

/** Whether a failure means that the file is damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof DamagedDatabaseError || DAMAGED_FILE_CODES.includes(codeOf(error))
}

/** Parses a text that the keeper has stored. */
export function parseStored(text: string, reviver?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver)
  } catch (cause) {
    throw new DamagedDatabaseError("A stored value is not JSON.", { cause })
  }
}

const OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
const schemaOf = (db: DatabaseSync) => JSON.stringify(db.prepare(OBJECTS).all())
const createTables = (db: DatabaseSync, tables: string) => db.exec(`BEGIN IMMEDIATE; ${SCHEMA} ${tables} COMMIT;`)

function expectedSchema(tables: string): string {
  const db = new DatabaseSync(":memory:")
  createTables(db, tables)
  const schema = schemaOf(db)
  db.close()
  return schema
}

function openFile(path: string, tables: string): DatabaseSync {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new WrongDatabaseError(`${path} is not a regular file. Pass the path of a file.`)
  }
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT })
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    const [found] = db.prepare("PRAGMA integrity_check(1)").all()
    if (found?.["integrity_check"] !== "ok") throw new DamagedDatabaseError(String(found?.["integrity_check"]))
    if (schemaOf(db) === "[]") createTables(db, tables)
    if (schemaOf(db) !== expectedSchema(tables))
      throw new DamagedDatabaseError("Its tables are not those of this program.")
    return db
  } catch (error) {
    db?.close()
    if (!UNUSABLE_FILE_CODES.includes(codeOf(error))) throw error
    const hint = "Pass another file, or check its folder and its permissions."
    throw new WrongDatabaseError(`SQLite cannot use ${path}: ${Object(error).message}. ${hint}`, { cause: error })
  }
}

/** Renames a file and those that SQLite keeps beside it. Returns the new name. */
function moveAside(path: string): string {
  const moved = `${path}.damaged-${new Date().toISOString().replaceAll(":", "-")}`
  for (const end of ["", "-wal", "-shm"]) if (existsSync(path + end)) renameSync(path + end, moved + end)
  return moved
}

/** What to do with a damaged file. */
export type OpenOptions = {
  /** The damage that was found while the file was in use. */
  readonly damage?: string | undefined
  /** Throws instead of moving a damaged file aside. */
  readonly leavesDamaged?: boolean | undefined
  /** SQL that makes the tables of another program that sends transactions, beside the keeper's. */
  readonly tables?: string | undefined
}

/** A file that was moved aside, and why. */
export type MovedFile = { readonly movedTo: string; readonly reason: string }

function openOrRebuild(
  path: string,
  { damage, leavesDamaged, tables = "" }: OpenOptions,
): { readonly db: DatabaseSync; readonly moved?: MovedFile } {
  let reason = damage
  if (reason === undefined) {
    try {
      return { db: openFile(path, tables) }
    } catch (error) {
      if (!isDamage(error)) throw error
      reason = Object(error).message
    }
  }
  if (leavesDamaged) {
    throw new WrongDatabaseError(
      `${path} is damaged: ${reason}. Restore it, or move it aside: the next start then makes a new one.`,
    )
  }
  const movedTo = moveAside(path)
  return { db: openFile(path, tables), moved: { movedTo, reason: String(reason) } }
}

export type Database = ReturnType<typeof openDatabase>

/** Opens the file, or creates it. */
export function openDatabase(path: string, identity: Identity, options: OpenOptions = {}) {
  const { db, moved } = openOrRebuild(path, options)
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
  if (actual === undefined) setMetadata("createdAt", String(Math.floor(Date.now() / 1_000)))
  setMetadata("identity", expected)

  return {
    moved,
    rows,
    run,
    count,
    metadata,
    setMetadata,
    close() {
      if (db.isOpen) db.close()
    },

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
