// Empty databases of both kinds, for tests that hold on each.
import { Kysely } from "kysely"

import type { DatabaseTables } from "../../server/database/databaseTables.ts"
import { migrate } from "../../server/database/migrations.ts"
import { type Database, openDatabase } from "../../server/database/openDatabase.ts"
import { openPGlite } from "../../server/database/openPGlite.ts"
import { TakingTurnsDialect } from "../../server/database/pgliteDialect.ts"
import { postgresUrl, stopPostgres } from "./postgresServer.ts"

// Programs that are not tests stop it themselves.
if ("after" in globalThis) after(stopPostgres)

export const databaseKinds = ["pglite", "postgres"] as const
export type DatabaseKind = (typeof databaseKinds)[number]

/** Opens an empty database of a kind: PGlite in memory, or one of the PostgreSQL server. The test closes it. */
export async function openEmptyDatabase(kind: DatabaseKind): Promise<Database> {
  if (kind === "postgres") return openDatabase({ url: await postgresUrl(), connections: 4 })
  return openDatabase({ memory: true, image: await emptyImage() })
}

let image: Promise<Blob> | undefined

/**
 * An empty database with its tables. Making one takes seconds, copying it does not. PostgreSQL's own templates, from which
 * nobody makes a database here, are more than half of its files.
 */
function emptyImage(): Promise<Blob> {
  image ??= openPGlite().then(async (pglite) => {
    await migrate(new Kysely<DatabaseTables>({ dialect: new TakingTurnsDialect(pglite) }))
    await pglite.query("update pg_database set datistemplate = false")
    for (const template of ["template0", "template1"]) await pglite.query(`drop database ${template}`)
    await pglite.query("checkpoint")
    const dump = await pglite.dumpDataDir("none")
    await pglite.close()
    return dump
  })
  return image
}
