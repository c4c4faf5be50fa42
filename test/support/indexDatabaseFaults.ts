// What happens to the databases of an index: folders that are damaged, a PostgreSQL server that stops, and several
// servers on one database. Afterwards the rows must be those of a fresh history.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
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

/** The largest file of a table, which holds rows of the index. */
function largestFile(folder: string): string {
  const base = join(folder, "base")
  const files = readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^\d{5,}$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const [largest] = files.sort((a, b) => statSync(b).size - statSync(a).size)
  if (!largest) throw new Error("The folder has no file of a table.")
  return largest
}

const garbage = (path: string, from = 0) => {
  const bytes = readFileSync(path)
  for (let at = from; at < bytes.length; at += 1) bytes[at] = (at * 167 + 13) % 256
  writeFileSync(path, bytes)
}

/** How a folder is damaged while no server runs, each with whether all of it must be moved aside. */
export const folderDamages: Readonly<Record<string, (folder: string) => void>> = {
  "its control file is garbage": (folder) => garbage(join(folder, "global/pg_control")),
  "its control file is cut off": (folder) => truncateSync(join(folder, "global/pg_control"), 100),
  "its version is another": (folder) => writeFileSync(join(folder, "PG_VERSION"), "11\n"),
  "its log is missing": (folder) => rmSync(join(folder, "pg_wal"), { recursive: true }),
  "its tables are missing": (folder) => rmSync(join(folder, "base"), { recursive: true }),
  "a table is cut off in a page": (folder) =>
    truncateSync(largestFile(folder), statSync(largestFile(folder)).size - 5_000),
  "a table is garbage": (folder) => garbage(largestFile(folder), 8_192),
  "a table is missing": (folder) => rmSync(largestFile(folder)),
  "it holds something else": (folder) => {
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    writeFileSync(join(folder, "notes.txt"), "not a database")
  },
  "it is a file": (folder) => {
    rmSync(folder, { recursive: true })
    writeFileSync(folder, "not a folder")
  },
}

/** A folder with an index up to the latest block, and its chain. */
export async function prepareFolder(folder: string, { escrow, blocks }: Lives): Promise<RecordedChain> {
  const chain = new RecordedChain({ escrow, blocks, random: () => 0.5 })
  chain.mineAll()
  const database = await openDatabase({ folder })
  await catchUp(database, chain, escrow)
  await database.close()
  return chain
}

/** Damages a copy of a folder, and opens it as a server does. Returns what is wrong afterwards. */
export async function playFolderDamage(
  healthy: string,
  folder: string,
  {
    damage,
    chain,
    escrow,
  }: { readonly damage: string; readonly chain: RecordedChain; readonly escrow: Lives["escrow"] },
): Promise<string[]> {
  cpSync(healthy, folder, { recursive: true })
  folderDamages[damage]?.(folder)
  const database = await openDatabase({ folder })
  try {
    const differences = await catchUp(database, chain, escrow)
    return [
      ...(database.movedTo === undefined ? ["it was not moved aside"] : []),
      ...differences.map((table) => `${table} differs from a fresh history`),
    ]
  } finally {
    await database.close()
  }
}

/** A folder whose tables come from a later version of the server. */
export async function playLaterVersion(
  folder: string,
  chain: RecordedChain,
  escrow: Lives["escrow"],
): Promise<string[]> {
  const later = await openDatabase({ folder })
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2999')`.execute(later.kysely)
  await later.close()
  const database = await openDatabase({ folder })
  const differences = await catchUp(database, chain, escrow)
  await database.close()
  return [...(database.movedTo === undefined ? ["it was not moved aside"] : []), ...differences]
}

/** Follows to the latest block, and compares with a fresh history. */
async function catchUp(database: Database, chain: RecordedChain, escrow: Lives["escrow"]): Promise<string[]> {
  const client = chain.client()
  const writer = writeHistory({ database, client, escrow, fromBlock: 0n, log: silentLog, pollingInterval: 5 })
  await writer.caughtUp
  const schema = (await liveSchema(database)) ?? ""
  await until(async () => (await headOf(database, schema)) === BigInt(chain.head))
  const followed = await contentHash(database.kysely, schema)
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
