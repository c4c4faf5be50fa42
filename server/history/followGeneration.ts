// Follows the chain into the tables of one generation. Each batch is written with its cursor in one transaction, so that
// after any end the next start continues where the tables are.
import type { EventCursor } from "@gpuflow/escrow"
import { type EventBatch, ReorgTooDeepError, watchEvents } from "@gpuflow/escrow/watch"
import { reasonOf } from "@gpuflow/keeper/service"
import { sql } from "kysely"
import type { Client, Hex } from "viem"
import { analyzeHistoryTables } from "../database/createHistoryTables.ts"
import { isMissing, isUnreadable } from "../database/damage.ts"
import type { Database } from "../database/openDatabase.ts"
import { pause } from "../pause.ts"
import { addEvents, removeEventsAbove } from "./applyBatch.ts"
import { type ChainContracts, ChainReader } from "./chainReader.ts"
import { DayPrices } from "./dayPrices.ts"
import { HistoryDamagedError } from "./fold.ts"
import { HISTORY_CHANNEL } from "./generations.ts"
import { type HistoryEvent, type SourceEvent, toHistoryEvent } from "./historyEvent.ts"
import type { HistoryLog } from "./historyLog.ts"
import { HistoryStore } from "./historyStore.ts"
import { BookProof, readOwed } from "./proof.ts"
import { firstRevision, NEXT_REVISION } from "./revision.ts"

export interface FollowOptions extends ChainContracts {
  readonly database: Database
  /** Reads the chain. It may batch its requests. */
  readonly client: Client
  /** The block of the escrow's deployment. */
  readonly fromBlock: bigint
  readonly log: HistoryLog
  /** Blocks that the chain may replace. Default: 256. */
  readonly maxReorgDepth?: number
  /** Blocks that must follow one before it is written. Default: 0. */
  readonly confirmations?: number
  /** Milliseconds between polls. */
  readonly pollingInterval?: number
  /** Failures in a row after which the follower begins again from its tables. */
  readonly tries?: number
  /** Called when the chain has replaced more blocks than are remembered. */
  readonly onDeepReorganisation?: () => void
}

/** Thrown when another process has written to the same history. The follower goes on from what that one wrote. */
class AnotherWriterError extends Error {
  override readonly name = "AnotherWriterError"
}

interface Place {
  readonly block: bigint
  readonly hash: string | null
  readonly cursor: EventCursor
}

/** Events after which the database counts again what is in the tables. */
const COUNTED_AFTER = 20_000
/** Milliseconds until the follower begins again after a failure. */
const PAUSE = 1_000

export class GenerationFollower {
  readonly schema: string
  readonly reader: ChainReader
  readonly #options: FollowOptions
  readonly #proof: BookProof
  readonly #prices: DayPrices
  readonly #caughtUp: Promise<void>
  #reachHead: () => void = () => {}
  #place: Place | undefined
  /** Events that were added since the tables were counted; undefined before the first time. */
  #uncounted: number | undefined

  constructor(options: FollowOptions, schema: string) {
    this.schema = schema
    this.#options = options
    this.reader = new ChainReader(options.client, options)
    this.#proof = new BookProof(options.log)
    this.#prices = new DayPrices(this.reader)
    this.#caughtUp = new Promise((resolve) => {
      this.#reachHead = resolve
    })
  }

  /** The last block in the tables. */
  get block(): bigint | undefined {
    return this.#place?.block
  }

  /** Resolves when the tables hold the chain's latest block for the first time. */
  get caughtUp(): Promise<void> {
    return this.#caughtUp
  }

  /** Follows until the signal, or until the latest block. A failure that can pass is waited for. */
  async run({ signal, untilLatest = false }: { signal?: AbortSignal; untilLatest?: boolean } = {}): Promise<void> {
    while (!signal?.aborted) {
      try {
        this.#place = await this.#readPlace()
        await this.#follow({ signal, untilLatest })
        if (untilLatest) return
      } catch (error) {
        if (signal?.aborted) return
        if (error instanceof HistoryDamagedError) throw error
        if (isUnreadable(error) || isMissing(error)) throw new HistoryDamagedError(reasonOf(error))
        if (error instanceof ReorgTooDeepError) await this.#resync(error.args.resyncFrom)
        else if (untilLatest) throw error
        else {
          this.#options.log.warn("the chain or the database failed, and is tried again", { reason: reasonOf(error) })
          await pause(PAUSE, signal)
        }
      }
    }
  }

  async #follow({ signal, untilLatest }: { signal: AbortSignal | undefined; untilLatest: boolean }): Promise<void> {
    const { escrow, fromBlock, maxReorgDepth, confirmations, pollingInterval, tries } = this.#options
    const ending = new AbortController()
    const batches = watchEvents(this.reader.client, {
      escrow,
      ...(this.#place ? { cursor: this.#place.cursor } : { fromBlock }),
      maxReorgDepth,
      confirmations,
      pollingInterval,
      tries,
      signal: signal ? AbortSignal.any([signal, ending.signal]) : ending.signal,
      untilLatest,
    })
    try {
      for await (const batch of readAhead(batches)) {
        await this.#take(batch)
        if (signal?.aborted) return
        if (batch.to < this.reader.head - BigInt(confirmations ?? 0)) continue
        if (!untilLatest) await this.#count(batch.added.length)
        this.#reachHead()
      }
    } finally {
      ending.abort()
    }
    this.#reachHead()
  }

  async #count(added: number): Promise<void> {
    if (this.#uncounted !== undefined) {
      this.#uncounted += added
      if (this.#uncounted < COUNTED_AFTER) return
    }
    await analyzeHistoryTables(this.#options.database.kysely, this.schema)
    this.#uncounted = 0
  }

  async #take({ added, cursor, to }: EventBatch): Promise<void> {
    const before = this.#place
    const isRecent = cursor.recent.length > 1
    const hash = cursor.recent.at(-1)?.hash ?? null
    const events = before && to > before.block ? await this.#eventsOf(added, before.block + 1n, cursor) : []
    const timestamps = hash ? await this.reader.timestamps([to], cursor) : new Map<bigint, bigint>()
    const finalized = isRecent ? await this.reader.finalized() : undefined
    const depth = BigInt(this.#options.maxReorgDepth ?? 256)
    const { head } = this.reader
    const row = {
      one: true as const,
      block: to,
      hash,
      timestamp: timestamps.get(to) ?? 0n,
      cursor: JSON.stringify(cursor),
      head: head > to ? head : to,
      finalized: finalized ?? (head > depth ? head - depth : 0n),
    }
    const { owed } = await this.#options.database.kysely.transaction().execute(async (transaction) => {
      const tables = transaction.withSchema(this.schema)
      const held = await tables.selectFrom("cursor").select(["block", "hash"]).forUpdate().executeTakeFirst()
      if (held?.block !== before?.block || (held?.hash ?? null) !== (before?.hash ?? null)) {
        throw new AnotherWriterError("Another process has written to this history. Run one writer for a database.")
      }
      const store = new HistoryStore(transaction, this.schema)
      const isRemoval = before !== undefined && to < before.block
      if (isRemoval) await removeEventsAbove(store, to)
      else await addEvents(store, events)
      await tables
        .insertInto("cursor")
        .values({ ...row, revision: firstRevision() })
        .onConflict((conflict) => conflict.column("one").doUpdateSet({ ...row, revision: NEXT_REVISION }))
        .execute()
      await sql`select pg_notify(${HISTORY_CHANNEL}, ${this.schema})`.execute(transaction)
      return { owed: isRecent && !isRemoval ? await readOwed(tables) : undefined }
    })
    this.#place = { block: to, hash, cursor }
    const { kysely } = this.#options.database
    const tables = kysely.withSchema(this.schema)
    if (owed && hash) await this.#proof.check(tables, this.reader, { block: to, hash: hash as Hex, owed })
    await this.#prices.keep(tables, events)
  }

  /** The events of a batch, with those of the other contracts, in the order of the chain. */
  async #eventsOf(added: EventBatch["added"], fromBlock: bigint, cursor: EventCursor): Promise<HistoryEvent[]> {
    const others = await this.reader.otherEvents(fromBlock, BigInt(cursor.block), cursor)
    const sources: SourceEvent[] = [...added.map((event) => ({ contract: "escrow", event }) as const), ...others]
    const numbers = sources.flatMap(({ event }) => (event.blockNumber === null ? [] : [event.blockNumber]))
    const timestamps = await this.reader.timestamps(numbers, cursor)
    const events = sources.map((source) => {
      return toHistoryEvent(source, timestamps.get(source.event.blockNumber ?? -1n) ?? 0n)
    })
    return events.sort((a, b) => Number(a.block - b.block) || a.log_index - b.log_index)
  }

  async #readPlace(): Promise<Place | undefined> {
    const tables = this.#options.database.kysely.withSchema(this.schema)
    const row = await tables.selectFrom("cursor").select(["block", "hash", "cursor"]).executeTakeFirst()
    return row && { block: row.block, hash: row.hash, cursor: row.cursor as EventCursor }
  }

  /** The chain has replaced more blocks than are remembered: what is above is read again. */
  async #resync(resyncFrom: bigint): Promise<void> {
    const { log } = this.#options
    log.warn("the chain replaced more blocks than are remembered, which are read again", { resyncFrom })
    const place = this.#place
    if (!place) return
    const to = resyncFrom - 1n
    const cursor: EventCursor = { ...place.cursor, fromBlock: String(resyncFrom), block: String(to), recent: [] }
    await this.#take({ added: [], removed: [], cursor, to })
    this.#options.onDeepReorganisation?.()
  }
}

/** Asks for the next batch while one is at work, so that the node and the database work at the same time. */
async function* readAhead<batch>(
  batches: AsyncGenerator<batch, void, undefined>,
): AsyncGenerator<batch, void, undefined> {
  let next = batches.next()
  while (true) {
    const { value, done } = await next
    if (done) return
    next = batches.next()
    // A failure is reported when its turn comes.
    next.catch(() => {})
    yield value
  }
}
