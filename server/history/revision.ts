// Counts the changes of a history, so that a client can be told whether anything has changed since it asked.
import { type Kysely, sql } from "kysely"

import type { DatabaseTables } from "../database/databaseTables.ts"

/** By the clock, so that a history that was made again never counts what its predecessor has counted. */
export const firstRevision = (): bigint => BigInt(Date.now())

export const NEXT_REVISION = sql<bigint>`cursor.revision + 1`

/** Changes the tables without a block, such as by a price that became known. */
export async function revise(
  tables: Kysely<DatabaseTables>,
  change: (tables: Kysely<DatabaseTables>) => Promise<{ readonly isNew: boolean }>,
): Promise<void> {
  await tables.transaction().execute(async (transaction) => {
    const { isNew } = await change(transaction)
    if (isNew) await transaction.updateTable("cursor").set({ revision: NEXT_REVISION }).execute()
  })
}
