// One SQLite file: its tables, and statements that are prepared once.
import { DatabaseSync } from "node:sqlite"
import type { Address } from "viem"

import { WrongDatabaseError } from "../errors.ts"
import { toJson } from "../json.ts"

export type Identity = { readonly chainId: number; readonly escrow: Address; readonly account: Address }

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
  CREATE TABLE IF NOT EXISTS reverts (
    item TEXT PRIMARY KEY, hash TEXT NOT NULL, times INTEGER NOT NULL, retry_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS intents_open ON intents (nonce) WHERE outcome IS NULL;
`

export type Row = Readonly<Record<string, unknown>>
type Value = string | number | bigint | null
/** Milliseconds to wait for another process that writes; the poll fails after that, and the next one tries again. */
const BUSY = 1_000

/** SQLite's codes for a file that cannot be written, is damaged, cannot be opened, or is no database. */
const UNUSABLE = [8, 11, 14, 26]

function open(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { timeout: BUSY })
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    db.exec(SCHEMA)
    return db
  } catch (error) {
    if (!UNUSABLE.includes(Number(Object(error).errcode) & 0xff)) throw error
    const hint = "Name another file, or remove this one: all that it holds is read again."
    throw new WrongDatabaseError(`${path} cannot be used: ${Object(error).message}. ${hint}`, { cause: error })
  }
}

export type Database = ReturnType<typeof openDatabase>

/** Opens the file, or makes it. */
export function openDatabase(path: string, identity: Identity) {
  const db = open(path)
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const all = (sql: string, ...values: readonly Value[]): Row[] => prepared(sql).all(...values)
  const run = (sql: string, ...values: readonly Value[]) => prepared(sql).run(...values)
  const count = (sql: string, ...values: readonly (string | number)[]) => Number(all(sql, ...values)[0]?.["n"] ?? 0)
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
    all,
    run,
    count,
    fact,
    setFact,
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
  }
}
