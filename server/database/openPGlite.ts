import { setFlagsFromString } from "node:v8"

import { PGlite } from "@electric-sql/pglite"

/** The default of PostgreSQL would take 120 MB more. */
const SETTINGS = ["shared_buffers=8MB", "max_wal_size=256MB"]

/** The type `int8`, whose values are always a `bigint`, as they are from PostgreSQL. */
const INT8 = 20

// V8 would compile PostgreSQL a second time in the background, which takes 300 MB more and makes a history no faster.
for (const flag of ["--no-wasm-dynamic-tiering", "--no-wasm-tier-up"]) setFlagsFromString(flag)

/** Opens a folder, or a database in memory. */
export function openPGlite(folder?: string, image?: Blob): Promise<PGlite> {
  return PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(image === undefined ? {} : { loadDataDir: image }),
    postgresqlconf: SETTINGS,
    parsers: { [INT8]: (text: string) => BigInt(text) },
    // A crash of the machine can lose the last batches. They are read from the chain again.
    relaxedDurability: true,
  })
}
