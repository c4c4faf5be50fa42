// Histories stand in schemas of their own. One is live: the one that is served. Another can be built beside it, and take
// its place in one transaction.
import { sql } from "kysely"

import { createHistoryTables, HISTORY_VERSION } from "../database/createHistoryTables.ts"
import type { Database } from "../database/openDatabase.ts"

/** The chain and the escrow of a history. */
export interface HistorySource {
  readonly chainId: number
  readonly escrow: string
}

/** Everybody who reads a history listens to it. */
export const HISTORY_CHANNEL = "history"

/** The schema of the live history; undefined before there is one. */
export async function liveSchema({ kysely }: Pick<Database, "kysely">): Promise<string | undefined> {
  const row = await kysely.selectFrom("generations").select("schema").where("live", "=", true).executeTakeFirst()
  return row?.schema
}

/** The newest history of this chain, escrow and version, live or not yet. */
export async function currentSchema({ kysely }: Database, source: HistorySource): Promise<string | undefined> {
  const rows = await kysely
    .selectFrom("generations")
    .select(["schema", "live"])
    .where("version", "=", HISTORY_VERSION)
    .where("chain_id", "=", String(source.chainId))
    .where("escrow", "=", source.escrow.toLowerCase())
    .execute()
  return (rows.find(({ live }) => live) ?? rows.at(-1))?.schema
}

/** Makes the empty tables of another history. It is live at once if no history of this version, chain and escrow is. */
export async function createGeneration({ kysely }: Database, source: HistorySource): Promise<string> {
  return kysely.transaction().execute(async (transaction) => {
    await sql`lock table generations in exclusive mode`.execute(transaction)
    const rows = await transaction.selectFrom("generations").selectAll().execute()
    const identity = { version: HISTORY_VERSION, chain_id: String(source.chainId), escrow: source.escrow.toLowerCase() }
    const isServed = rows.some((row) => {
      return row.live && Object.entries(identity).every(([name, value]) => row[name as keyof typeof row] === value)
    })
    if (!isServed) await transaction.updateTable("generations").set({ live: false }).execute()
    const numbers = rows.map(({ schema }) => Number(schema.split("_").at(-1)))
    const schema = `history_${HISTORY_VERSION}_${Math.max(0, ...numbers) + 1}`
    await createHistoryTables(transaction, schema)
    await transaction
      .insertInto("generations")
      .values({ schema, ...identity, live: !isServed })
      .execute()
    return schema
  })
}

/** Makes a history the live one. Returns the schemas that are not needed any more. It throws for one that was dropped. */
export async function switchTo({ kysely }: Database, schema: string): Promise<string[]> {
  return kysely.transaction().execute(async (transaction) => {
    await sql`lock table generations in exclusive mode`.execute(transaction)
    await transaction.updateTable("generations").set({ live: false }).where("live", "=", true).execute()
    const { numUpdatedRows } = await transaction
      .updateTable("generations")
      .set({ live: true })
      .where("schema", "=", schema)
      .executeTakeFirstOrThrow()
    // Otherwise none would be live.
    if (numUpdatedRows === 0n) throw new Error(`The history ${schema} does not exist any more.`)
    const rows = await transaction.selectFrom("generations").select("schema").where("live", "=", false).execute()
    await sql`select pg_notify(${HISTORY_CHANNEL}, ${schema})`.execute(transaction)
    return rows.map((row) => row.schema)
  })
}

/** The histories that were replaced, or given up before they were whole. */
export async function unusedSchemas({ kysely }: Database, used: string): Promise<string[]> {
  const rows = await kysely
    .selectFrom("generations")
    .select("schema")
    .where("live", "=", false)
    .where("schema", "!=", used)
    .execute()
  return rows.map(({ schema }) => schema)
}

/** Drops a history that nobody reads any more. */
export async function dropGeneration({ kysely }: Database, schema: string): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("generations").where("schema", "=", schema).where("live", "=", false).execute()
    await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(transaction)
  })
}
