// A hash over all rows that the events make. Two histories of the same branch have the same hash, whatever led to them.
import { createHash } from "node:crypto"

import { type Kysely, sql } from "kysely"

import type { DatabaseTables } from "../database/databaseTables.ts"

const tables = [
  "events",
  "rentals",
  "machines",
  "hosts",
  "records",
  "earnings",
  "balances",
  "books",
  "markets",
  "roles",
  "mandates",
  "revocations",
] as const

/** The hash of each table, and of all of them together. */
export async function contentHash(
  kysely: Kysely<DatabaseTables>,
  schema: string,
): Promise<{ readonly all: string; readonly tables: Readonly<Record<string, string>> }> {
  const hashes: Record<string, string> = {}
  for (const table of tables) {
    const { rows } = await sql<{ hash: string | null }>`
      select md5(string_agg(md5(t::text), '' order by md5(t::text))) as hash from ${sql.id(schema, table)} t
    `.execute(kysely)
    hashes[table] = rows[0]?.hash ?? "empty"
  }
  const all = createHash("sha256").update(Object.values(hashes).join(" ")).digest("hex")
  return { all, tables: hashes }
}
