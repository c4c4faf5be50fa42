// Makes a folder of PGlite, or opens the one that is there, reads all of it, and closes it again. A program of its own.
import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"

import { Kysely, sql } from "kysely"

import type { DatabaseTables } from "./databaseTables.ts"
import { FolderInUseError } from "./folderErrors.ts"
import { lockFolder } from "./folderLock.ts"
import { migrate } from "./migrations.ts"
import { openPGlite } from "./openPGlite.ts"
import { TakingTurnsDialect } from "./pgliteDialect.ts"

/** The exit code if another process uses the folder. */
const IN_USE = 3
/** Bytes of a page. */
const PAGE = 8_192

// Whoever started this has ended: nobody waits for the folder any more.
process.once("disconnect", () => process.exit(1))
const [folder = ""] = process.argv.slice(2)
try {
  lockFolder(folder)
} catch (error) {
  if (!(error instanceof FolderInUseError)) throw error
  process.stderr.write(String(error.pid ?? ""))
  process.exit(IN_USE)
}
const isNew = !existsSync(join(folder, "PG_VERSION"))
requireWholePages(folder)
const pglite = await openPGlite(folder)
const kysely = new Kysely<DatabaseTables>({ dialect: new TakingTurnsDialect(pglite) })
if (!isNew) {
  await migrate(kysely)
  // Reads every page of every table once, so that what is damaged is found before anybody asks for it.
  const { rows } = await sql<{ schema: string; name: string }>`
    select schemaname as schema, tablename as name from pg_catalog.pg_tables where schemaname <> 'information_schema'
  `.execute(kysely)
  await sql`set enable_indexonlyscan = off`.execute(kysely)
  for (const { schema, name } of rows) await sql`select count(*) from ${sql.id(schema, name)}`.execute(kysely)
}
await pglite.close()
process.exit(0)

/** PostgreSQL takes a part of a page at a file's end for no page, so rows would be missing without a word. */
function requireWholePages(of: string): void {
  const base = join(of, "base")
  if (!existsSync(base)) return
  for (const entry of readdirSync(base, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^\d+(_\w+)?(\.\d+)?$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    if (statSync(path).size % PAGE !== 0) throw new Error(`The file ${path} is cut off.`)
  }
}
