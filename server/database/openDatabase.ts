// The database of the server: PGlite in a folder or in memory, or a PostgreSQL server.
import type { PGlite } from "@electric-sql/pglite"
import { Kysely, PostgresDialect } from "kysely"
import { Client, type ClientConfig, Pool, types } from "pg"

import { type HoldOptions, holdAdvisoryLock } from "./advisoryLock.ts"
import type { DatabaseTables } from "./databaseTables.ts"
import { type FolderLock, lockFolder } from "./folderLock.ts"
import { migrate } from "./migrations.ts"
import { openPGlite } from "./openPGlite.ts"
import { TakingTurnsDialect } from "./pgliteDialect.ts"
import { preparePGliteFolder } from "./pgliteFolder.ts"

export interface Database {
  readonly kind: "pglite" | "postgres"
  /** The tables of the schema `public`. `withSchema` names the schema of a history. */
  readonly kysely: Kysely<DatabaseTables>
  /** The folder of PGlite. */
  readonly folder?: string
  /** Where a folder was moved to that could not be opened. */
  readonly movedTo?: string
  /** Sends a text of at most 7 999 bytes to everybody who listens, in every process of this database. */
  notify(channel: string, payload: string): Promise<void>
  /** Resolves with what ends the listening. `missed` is called when texts may have been lost: read again. */
  listen(channel: string, hear: (payload: string) => void, missed?: () => void): Promise<() => Promise<void>>
  /** Does the work while no other process of this database does work of this lock. Ends when the work has ended. */
  hold(lock: bigint, options: HoldOptions, work: (signal: AbortSignal) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export type DatabasePlace =
  /** A PostgreSQL server: postgres://user:password@host:port/database. */
  | { readonly url: string; readonly connections?: number }
  /** A folder of PGlite, which one process may use at a time. It is made if it is not there. */
  | { readonly folder: string }
  /** PGlite in memory, from an image of one if that is given. */
  | { readonly memory: true; readonly image?: Blob }

/** Opens the database, and brings its tables up to date. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const database = await open(place)
  try {
    await migrate(database.kysely)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

async function open(place: DatabasePlace): Promise<Database> {
  if ("url" in place) return postgres(place.url, place.connections ?? 10)
  if ("memory" in place) return pgliteDatabase(await openPGlite(undefined, place.image))
  const { movedTo } = await preparePGliteFolder(place.folder)
  const lock = lockFolder(place.folder)
  try {
    return pgliteDatabase(await openPGlite(place.folder), { folder: place.folder, lock, movedTo })
  } catch (error) {
    lock.release()
    throw error
  }
}

type Folder = { readonly folder: string; readonly lock: FolderLock; readonly movedTo: string | undefined }

function pgliteDatabase(pglite: PGlite, { folder, lock, movedTo }: Partial<Folder> = {}): Database {
  const kysely = new Kysely<DatabaseTables>({ dialect: new TakingTurnsDialect(pglite) })
  return {
    kind: "pglite",
    kysely,
    ...(folder === undefined ? {} : { folder }),
    ...(movedTo === undefined ? {} : { movedTo }),
    async notify(channel, payload) {
      await pglite.query("select pg_notify($1, $2)", [channel, payload])
    },
    async listen(channel, hear) {
      const end = await pglite.listen(channel, hear)
      return () => end()
    },
    // Only one process has the folder.
    hold: (_lock, { signal }, work) => work(signal),
    async close() {
      await kysely.destroy()
      if (!pglite.closed) await pglite.close()
      lock?.release()
    },
  }
}

/** The type `int8`. The driver would give text, because its values do not fit a `number`. */
const INT8 = 20

function configOf(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: "gpuflow-server",
    types: { getTypeParser: (id, format) => (id === INT8 ? BigInt : types.getTypeParser(id, format)) },
  }
}

function postgres(url: string, connections: number): Database {
  const config = configOf(url)
  const pool = new Pool({ ...config, max: connections })
  // A connection that breaks is replaced by the next query. The pool reports those that nobody uses; the others would end
  // the process.
  pool.on("error", () => {})
  pool.on("connect", (client) => client.on("error", () => {}))
  const kysely = new Kysely<DatabaseTables>({ dialect: new PostgresDialect({ pool }) })
  const listener = new PostgresListener(config)
  return {
    kind: "postgres",
    kysely,
    async notify(channel, payload) {
      await pool.query("select pg_notify($1, $2)", [channel, payload])
    },
    listen: (channel, hear, missed) => listener.listen(channel, hear, missed),
    hold: (lock, options, work) => holdAdvisoryLock(config, lock, options, work),
    async close() {
      await listener.close()
      await kysely.destroy()
      if (!pool.ended) await pool.end()
    },
  }
}

interface Ear {
  readonly channel: string
  readonly hear: (payload: string) => void
  readonly missed: (() => void) | undefined
}

/** Milliseconds until a lost connection is opened again. */
const RECONNECT_AFTER = 1_000

/** One connection that listens for everybody in this process, and is opened again when it breaks. */
class PostgresListener {
  readonly #config: ClientConfig
  readonly #ears = new Set<Ear>()
  #client: Promise<Client> | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(config: ClientConfig) {
    this.#config = config
  }

  async listen(channel: string, hear: (payload: string) => void, missed?: () => void): Promise<() => Promise<void>> {
    const ear = { channel, hear, missed }
    this.#ears.add(ear)
    try {
      const client = await this.#connect()
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    } catch (error) {
      this.#ears.delete(ear)
      throw error
    }
    return async () => {
      this.#ears.delete(ear)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#ears.clear()
    const client = await this.#client?.catch(() => undefined)
    await client?.end()
  }

  #connect(): Promise<Client> {
    this.#client ??= this.#open()
    return this.#client
  }

  async #open(): Promise<Client> {
    const client = new Client({ ...this.#config, keepAlive: true })
    client.on("error", () => this.#lost())
    client.on("end", () => this.#lost())
    client.on("notification", ({ channel, payload = "" }) => {
      for (const ear of this.#ears) if (ear.channel === channel) ear.hear(payload)
    })
    try {
      await client.connect()
      for (const channel of new Set([...this.#ears].map((ear) => ear.channel))) {
        await client.query(`listen ${client.escapeIdentifier(channel)}`)
      }
    } catch (error) {
      this.#client = undefined
      await client.end().catch(() => {})
      throw error
    }
    return client
  }

  #lost(): void {
    if (this.#isClosed || this.#timer) return
    this.#client = undefined
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#connect().then(
        () => {
          for (const ear of this.#ears) ear.missed?.()
        },
        () => this.#lost(),
      )
    }, RECONNECT_AFTER)
    this.#timer.unref()
  }
}
