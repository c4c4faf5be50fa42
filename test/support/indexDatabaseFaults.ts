// What happens to the databases of an index: folders that are damaged, a PostgreSQL server that stops, and several
// servers on one database. Afterwards the rows must be those of a fresh history.
import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { sql } from "kysely"

import { type Database, openDatabase } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { liveSchema } from "../../server/history/generations.ts"
import { writeHistory } from "../../server/history/writeHistory.ts"
import { freshHash, silentLog } from "./historyRuns.ts"
import { differencesOf, headOf } from "./indexNodeFaults.ts"
import { withoutPostgres } from "./postgresServer.ts"
import { RecordedChain } from "./recordedChain.ts"
import type { RecordedLives } from "./recordedLives.ts"
import { until } from "./until.ts"

type Lives = Pick<RecordedLives, "blocks" | "escrow">

const garbage = (path: string, from = 0) => {
  const bytes = readFileSync(path)
  for (let at = from; at < bytes.length; at += 1) bytes[at] = (at * 167 + 13) % 256
  writeFileSync(path, bytes)
}

/** Where a folder has the rows of the index's events, and an index over its rentals. */
export interface Files {
  readonly table: string
  readonly index: string
}

/** How a folder is damaged while no server runs. */
export const folderDamages: Readonly<Record<string, (folder: string, files: Files) => void>> = {
  "its control file is garbage": (folder) => garbage(join(folder, "global/pg_control")),
  "its control file is cut off": (folder) => truncateSync(join(folder, "global/pg_control"), 100),
  "its version is another": (folder) => writeFileSync(join(folder, "PG_VERSION"), "11\n"),
  "its log is missing": (folder) => rmSync(join(folder, "pg_wal"), { recursive: true }),
  "its tables are missing": (folder) => rmSync(join(folder, "base"), { recursive: true }),
  "a table is cut off in a page": (folder, { table }) => {
    truncateSync(join(folder, table), statSync(join(folder, table)).size - 5_000)
  },
  "a table is garbage": (folder, { table }) => garbage(join(folder, table), 8_192),
  "a table is missing": (folder, { table }) => rmSync(join(folder, table)),
  // All but its first page, which is read when the folder is opened.
  "an index of a table is garbage": (folder, { index }) => garbage(join(folder, index), 8_192),
  "it is a file": (folder) => {
    rmSync(folder, { recursive: true })
    writeFileSync(folder, "not a folder")
  },
}

/** Damages after which the folder can be opened, and the index is built again beside what is damaged. */
const HEALED = ["an index of a table is garbage"]

/** A folder with an index up to the latest block but a few, and its chain. */
export async function prepareFolder(folder: string, { escrow, blocks }: Lives): Promise<Prepared> {
  const chain = new RecordedChain({ escrow, blocks, random: () => 0.5 })
  while (!chain.isComplete) chain.mine(1)
  const database = await openDatabase({ folder })
  await catchUp(database, chain, escrow)
  const schema = (await liveSchema(database)) ?? ""
  const pathOf = async (name: string) => {
    const { rows } = await sql<{ path: string }>`select pg_relation_filepath(${`${schema}.${name}`}) as path`.execute(
      database.kysely,
    )
    return rows[0]?.path ?? ""
  }
  const files = { table: await pathOf("events"), index: await pathOf("rentals_pkey") }
  await database.close()
  return { healthy: folder, chain, files, escrow }
}

export interface Prepared {
  readonly healthy: string
  readonly chain: RecordedChain
  readonly files: Files
  readonly escrow: Lives["escrow"]
}

/** Damages a copy of a folder, and opens it as a server does. Returns what is wrong afterwards. */
export async function playFolderDamage(
  { healthy, chain, files, escrow }: Prepared,
  folder: string,
  damage: string,
): Promise<string[]> {
  cpSync(healthy, folder, { recursive: true })
  folderDamages[damage]?.(folder, files)
  const database = await openDatabase({ folder })
  try {
    // Reads and writes every rental, as the chain takes its latest blocks back.
    chain.reorganise(Math.min(chain.head, 250), 1)
    while (!chain.isComplete) chain.mine(1)
    const differences = await catchUp(database, chain, escrow)
    return [
      ...(database.movedTo === undefined && !HEALED.includes(damage) ? ["it was not moved aside"] : []),
      ...differences.map((table) => `${table} differs from a fresh history`),
    ]
  } finally {
    await database.close()
  }
}

/** A folder whose tables come from a later version of the server. */
export async function playLaterVersion({ healthy, chain, escrow }: Prepared): Promise<string[]> {
  const later = await openDatabase({ folder: healthy })
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2999')`.execute(later.kysely)
  await later.close()
  const database = await openDatabase({ folder: healthy })
  const differences = await catchUp(database, chain, escrow)
  await database.close()
  return [...(database.movedTo === undefined ? ["it was not moved aside"] : []), ...differences]
}

/** Follows to the latest block, and compares with a fresh history. */
async function catchUp(database: Database, chain: RecordedChain, escrow: Lives["escrow"]): Promise<string[]> {
  const client = chain.client()
  const writer = writeHistory({ database, client, escrow, fromBlock: 0n, log: silentLog, pollingInterval: 5 })
  await writer.caughtUp
  const schema = async () => (await liveSchema(database)) ?? ""
  await until(async () => (await headOf(database, await schema())) === BigInt(chain.head))
  const followed = await contentHash(database.kysely, await schema())
  await writer.stop()
  return differencesOf(followed, await freshHash({ database, client, escrow }))
}

/** Stops PostgreSQL while an index follows, again and again. Returns the tables that differ afterwards. */
export async function playLostDatabase(url: string, { escrow, blocks }: Lives, stops: number): Promise<string[]> {
  const chain = new RecordedChain({ escrow, blocks, random: () => 0.3 })
  chain.mine(20)
  const database = await openDatabase({ url, connections: 4 })
  const client = chain.client()
  const writer = writeHistory({ database, client, escrow, fromBlock: 0n, log: silentLog, pollingInterval: 5 })
  await writer.caughtUp
  for (let stop = 0; stop < stops; stop += 1) {
    await withoutPostgres(async () => chain.reorganise(5, 25))
    const schema = (await liveSchema(database)) ?? ""
    await until(async () => (await headOf(database, schema)) === BigInt(chain.head))
  }
  const followed = await contentHash(database.kysely, (await liveSchema(database)) ?? "")
  await writer.stop()
  const differences = differencesOf(followed, await freshHash({ database, client, escrow }))
  await database.close()
  return differences
}

/** Two writers on one PostgreSQL: one waits, and goes on when the other ends. Returns what was wrong. */
export async function playTwoWriters(url: string, { escrow, blocks }: Lives, changes: number): Promise<string[]> {
  const chain = new RecordedChain({ escrow, blocks, random: () => 0.3 })
  chain.mine(20)
  const client = chain.client()
  const start = async () => {
    const database = await openDatabase({ url, connections: 4 })
    const options = { database, client, escrow, fromBlock: 0n, log: silentLog, pollingInterval: 5 }
    return { database, writer: writeHistory(options) }
  }
  const wrong: string[] = []
  let [first, second] = [await start(), await start()]
  for (let change = 0; change < changes; change += 1) {
    await until(() => first.writer.isWriting() || second.writer.isWriting())
    if (second.writer.isWriting()) [first, second] = [second, first]
    chain.reorganise(3, 20)
    const schema = async () => (await liveSchema(second.database)) ?? ""
    await until(
      async () => (await schema()) !== "" && (await headOf(second.database, await schema())) === BigInt(chain.head),
    )
    if (second.writer.isWriting()) wrong.push("two writers write at the same time")
    await first.writer.stop()
    await first.database.close()
    first = await start()
  }
  await until(() => first.writer.isWriting() || second.writer.isWriting())
  const followed = await contentHash(second.database.kysely, (await liveSchema(second.database)) ?? "")
  for (const { writer } of [first, second]) await writer.stop()
  const differences = differencesOf(followed, await freshHash({ database: first.database, client, escrow }))
  for (const { database } of [first, second]) await database.close()
  return [...wrong, ...differences]
}
