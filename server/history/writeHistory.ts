// The one writer of a database's history: it follows the live generation, and builds another beside it when the tables
// are of another version, are damaged, or when it is asked to.
import { reasonOf } from "@gpuflow/keeper/service"
import { sql } from "kysely"
import { getChainId } from "viem/actions"

import type { Database } from "../database/openDatabase.ts"
import { HistoryDamagedError } from "./fold.ts"
import { type FollowOptions, GenerationFollower, pause } from "./followGeneration.ts"
import { createGeneration, currentSchema, dropGeneration, liveSchema, switchTo, unusedSchemas } from "./generations.ts"

export interface HistoryWriter {
  /** Builds all of it again from the chain, beside what is served, and switches to it. */
  rebuild(): Promise<void>
  /** Resolves when the tables hold the chain's latest block for the first time. */
  readonly caughtUp: Promise<void>
  /** Resolves when the writer has ended; rejects if it cannot go on. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export interface WriteOptions extends FollowOptions {
  /** Milliseconds for which a generation that was replaced is kept, for those who still read it. Default: 30 000. */
  readonly keepReplaced?: number
}

/** Milliseconds between attempts to become the writer. */
const LOCK_PAUSE = 2_000
/** The advisory lock of the writer: "gpuflow" as a number. */
const LOCK = 29_113_321_610_341_239n

/** Begins to write the history. On PostgreSQL it waits while another process writes. */
export function writeHistory(options: WriteOptions): HistoryWriter {
  const writer = new Writer(options)
  return {
    rebuild: () => writer.rebuild(),
    caughtUp: writer.caughtUp,
    ended: writer.ended,
    stop: () => writer.stop(),
  }
}

interface Run {
  readonly follower: GenerationFollower
  readonly controller: AbortController
  readonly ended: Promise<void>
}

class Writer {
  readonly caughtUp: Promise<void>
  readonly ended: Promise<void>
  readonly #options: WriteOptions
  readonly #controller = new AbortController()
  readonly #timers = new Set<NodeJS.Timeout>()
  #reachHead: () => void = () => {}
  #rebuild: (() => void) | undefined
  #rebuilt: PromiseWithEnd | undefined

  constructor(options: WriteOptions) {
    this.#options = options
    this.caughtUp = new Promise((resolve) => {
      this.#reachHead = resolve
    })
    this.ended = this.#run()
    // Whoever waits for the end sees why; nobody has to.
    this.ended.catch(() => {})
  }

  rebuild(): Promise<void> {
    this.#rebuilt ??= promiseWithEnd()
    this.#rebuild?.()
    return this.#rebuilt.promise
  }

  async stop(): Promise<void> {
    this.#controller.abort()
    await this.ended.catch(() => {})
    for (const timer of this.#timers) clearTimeout(timer)
  }

  async #run(): Promise<void> {
    const { database, client, log } = this.#options
    const { signal } = this.#controller
    try {
      await withWriterLock(database, signal, async () => {
        let source: Parameters<typeof currentSchema>[1] | undefined
        while (!source && !signal.aborted) {
          const chainId = await getChainId(client).catch((error: unknown) => {
            log.warn("the node does not answer, and is asked again", { reason: reasonOf(error) })
          })
          if (chainId) source = { chainId, escrow: this.#options.escrow }
          else await pause(LOCK_PAUSE, signal)
        }
        if (source) await this.#follow(source)
      })
    } finally {
      this.#rebuilt?.reject(new Error("The writer has ended before the history was rebuilt."))
    }
  }

  async #follow(source: { chainId: number; escrow: string }): Promise<void> {
    const { database, log } = this.#options
    const { signal } = this.#controller
    const current = (await currentSchema(database, source)) ?? (await createGeneration(database, source))
    // What an earlier process has replaced, or has not finished.
    for (const schema of await unusedSchemas(database, current)) await dropGeneration(database, schema)
    let run = this.#start(current)
    while (!signal.aborted) {
      const wanted = new Promise<"rebuild">((resolve) => {
        this.#rebuild = () => resolve("rebuild")
        if (this.#rebuilt) resolve("rebuild")
      })
      const event = await Promise.race([
        wanted,
        run.ended.then(
          () => "ended" as const,
          (error: unknown) => {
            if (error instanceof HistoryDamagedError) return error
            throw error
          },
        ),
      ])
      if (event === "ended") return
      if (event instanceof HistoryDamagedError)
        log.error("the history is damaged, and is built again", { reason: reasonOf(event) })
      else log.info("the history is built again")
      run = await this.#replace(run, await createGeneration(database, source))
    }
    await run.ended
  }

  /** Builds a generation while another is followed, and puts it in its place. */
  async #replace(old: Run, schema: string): Promise<Run> {
    const next = this.#start(schema)
    await Promise.race([next.follower.caughtUp, next.ended])
    old.controller.abort()
    await old.ended.catch(() => {})
    // Readers never see the history go back.
    while ((next.follower.block ?? -1n) < (old.follower.block ?? -1n) && !this.#controller.signal.aborted) {
      await pause(50, this.#controller.signal)
    }
    if (this.#controller.signal.aborted) return next
    await this.#makeLive(schema)
    this.#rebuilt?.resolve()
    this.#rebuilt = undefined
    return next
  }

  #start(schema: string): Run {
    const { database, log } = this.#options
    const controller = new AbortController()
    const signal = AbortSignal.any([controller.signal, this.#controller.signal])
    const follower = new GenerationFollower(this.#options, schema)
    const ended = follower.run({ signal })
    ended.catch(() => {})
    follower.caughtUp
      .then(async () => {
        if ((await liveSchema(database)) !== schema && !this.#rebuilt) await this.#makeLive(schema)
        this.#reachHead()
      })
      .catch((error: unknown) =>
        log.error("the history that was built could not take its place", { reason: reasonOf(error) }),
      )
    return { follower, controller, ended }
  }

  /** Serves a generation, and drops the others when nobody reads them any more. */
  async #makeLive(schema: string): Promise<void> {
    const { database, keepReplaced = 30_000, log } = this.#options
    const replaced = await switchTo(database, schema)
    log.info("the history that was built is served", { schema, replaced })
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      for (const name of replaced) dropGeneration(database, name).catch(() => {})
    }, keepReplaced)
    timer.unref()
    this.#timers.add(timer)
  }
}

/** Runs while this process holds the writer's lock. PGlite belongs to one process anyway. */
async function withWriterLock(database: Database, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  if (database.kind === "pglite") return run()
  await database.kysely.connection().execute(async (connection) => {
    while (!signal.aborted) {
      const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${LOCK}) as held`.execute(connection)
      if (rows[0]?.held) break
      await pause(LOCK_PAUSE, signal)
    }
    if (signal.aborted) return
    try {
      await run()
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(connection).catch(() => {})
    }
  })
}

interface PromiseWithEnd {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

function promiseWithEnd(): PromiseWithEnd {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}]
  const promise = new Promise<void>((settle, fail) => {
    resolve = settle
    reject = fail
  })
  promise.catch(() => {})
  return { promise, resolve, reject }
}
