// Empty databases of both kinds, for tests that hold on each.
import { type Database, openDatabase } from "../../server/database/openDatabase.ts"
import { openPGlite } from "../../server/database/openPGlite.ts"
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

/** An empty database in memory. Making one takes seconds, copying it does not. */
function emptyImage(): Promise<Blob> {
  image ??= openPGlite().then(async (pglite) => {
    const dump = await pglite.dumpDataDir("none")
    await pglite.close()
    return dump
  })
  return image
}
