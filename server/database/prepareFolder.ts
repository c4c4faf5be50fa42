// Makes a folder of PGlite, or opens the one that is there, and closes it again. A program of its own.
import { openPGlite } from "./openPGlite.ts"

const [folder] = process.argv.slice(2)
const pglite = await openPGlite(folder)
// Reads what the server reads first, so that a damaged catalogue is found here.
await pglite.query("select count(*) from pg_catalog.pg_class join pg_catalog.pg_attribute on attrelid = pg_class.oid")
await pglite.close()
process.exit(0)
