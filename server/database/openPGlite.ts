import { setFlagsFromString } from "node:v8"

import { PGlite } from "@electric-sql/pglite"

/**
 * The default buffers of PostgreSQL would take 120 MB more. Counting what is in the tables looks at 3,000 rows of each, in
 * place of 30,000: nothing else is answered meanwhile.
 */
const SETTINGS = ["shared_buffers=8MB", "max_wal_size=256MB", "default_statistics_target=10"]

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
