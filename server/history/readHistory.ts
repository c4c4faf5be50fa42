// The history as those see it who serve it, in the writer's process or in another one.
import type { Kysely } from "kysely"
import type { Client, Hash } from "viem"

import type { DatabaseTables } from "../database/databaseTables.ts"
import type { Database } from "../database/openDatabase.ts"
import { HISTORY_CHANNEL, liveSchema } from "./generations.ts"

/** How far the history is. */
export interface HistoryStatus {
  readonly block: bigint
  readonly hash: string | null
  /** Of that block. */
  readonly timestamp: bigint
  /** The chain's latest block that the writer has seen. */
  readonly head: bigint
  readonly finalized: bigint
  /** Blocks that are missing. */
  readonly behind: bigint
  /** Seconds since that block. */
  readonly age: number
  /** Per token, what the escrow owned and owed at a block. `difference` must be 0, unless tokens were sent to it. */
  readonly books: readonly BookStatus[]
}

export interface BookStatus {
  readonly token: string
  readonly block: bigint
  readonly owed: bigint
  readonly balance: bigint
  readonly difference: bigint
}

/** What a block changed. Without `rentals`, there were too many to name. */
export interface HistoryChange {
  readonly block: bigint
  readonly hash: string | null
  /** Whether blocks above this one were taken away. */
  readonly removed: boolean
  readonly rentals?: readonly string[]
  readonly hosts?: readonly string[]
}

export interface History {
  /** The tables that are served; undefined before the writer has made any. */
  tables(): Promise<Kysely<DatabaseTables> | undefined>
  status(): Promise<HistoryStatus | undefined>
  /** Resolves with the transaction's block when the tables hold it; with undefined when the time is over. */
  waitFor(transaction: Hash, options: { timeout: number; signal?: AbortSignal }): Promise<bigint | undefined>
  /** Calls for each change from now on. Returns what ends it. */
  changes(listener: (change: HistoryChange) => void): () => void
  close(): Promise<void>
}

/** Milliseconds between looks for a transaction that has no block yet. */
const RECEIPT_INTERVAL = 500

/** Opens the history for reading. `client` looks up the blocks of transactions. */
export async function readHistory(database: Database, client: Client): Promise<History> {
  const listeners = new Set<(change: HistoryChange) => void>()
  let live: string | undefined
  const hear = (payload: string) => {
    const message = JSON.parse(payload)
    if (message.live !== undefined) {
      live = message.live
      return
    }
    if (message.schema !== live) return
    const change: HistoryChange = {
      block: BigInt(message.block),
      hash: message.hash,
      removed: message.removed,
      ...(message.many ? {} : { rentals: message.rentals, hosts: message.hosts }),
    }
    for (const listener of listeners) listener(change)
  }
  const missed = () => {
    live = undefined
  }
  const unlisten = await database.listen(HISTORY_CHANNEL, hear, missed)
  live = await liveSchema(database)

  async function tables(): Promise<Kysely<DatabaseTables> | undefined> {
    live ??= await liveSchema(database)
    return live === undefined ? undefined : database.kysely.withSchema(live)
  }

  async function status(): Promise<HistoryStatus | undefined> {
    const from = await tables()
    const columns = ["block", "hash", "timestamp", "head", "finalized"] as const
    const row = await from?.selectFrom("cursor").select(columns).executeTakeFirst()
    if (!from || !row) return undefined
    const proofs = await from.selectFrom("proofs").selectAll().orderBy("token").execute()
    return {
      ...row,
      behind: row.head - row.block,
      age: Math.max(0, Math.floor(Date.now() / 1_000) - Number(row.timestamp)),
      books: proofs.map(({ token, block, owed, balance }) => ({
        token,
        block,
        owed: BigInt(owed),
        balance: BigInt(balance),
        difference: BigInt(balance) - BigInt(owed),
      })),
    }
  }

  /** The block of a transaction that the tables hold. */
  async function blockOf(transaction: Hash): Promise<bigint | undefined> {
    const from = await tables()
    const row = await from
      ?.selectFrom("events")
      .select("block")
      .where("transaction", "=", transaction.toLowerCase())
      .executeTakeFirst()
    if (row) return row.block
    // Without an event of its own, it is enough that its block is there.
    const receipt = await client
      .request({ method: "eth_getTransactionReceipt", params: [transaction] })
      .catch(() => null)
    const place = await from?.selectFrom("cursor").select(["block", "hash"]).executeTakeFirst()
    if (!receipt?.blockNumber || !place) return undefined
    const block = BigInt(receipt.blockNumber)
    if (place.block > block) return block
    return place.block === block && place.hash === receipt.blockHash ? block : undefined
  }

  async function waitFor(
    transaction: Hash,
    { timeout, signal }: { timeout: number; signal?: AbortSignal },
  ): Promise<bigint | undefined> {
    const end = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])])
    while (true) {
      const change = nextChange(end)
      const block = await blockOf(transaction)
      if (block !== undefined || end.aborted) {
        change.cancel()
        return block
      }
      await change.happened
    }
  }

  /** Resolves at the next change, and often enough to see a block that no change tells of. */
  function nextChange(signal: AbortSignal) {
    let cancel = () => {}
    const happened = new Promise<void>((resolve) => {
      cancel = () => {
        clearTimeout(timer)
        listeners.delete(cancel)
        signal.removeEventListener("abort", cancel)
        resolve()
      }
      const timer = setTimeout(() => cancel(), RECEIPT_INTERVAL)
      listeners.add(cancel)
      signal.addEventListener("abort", cancel)
    })
    return { happened, cancel }
  }

  return {
    tables,
    status,
    waitFor,
    changes(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    async close() {
      listeners.clear()
      await unlisten()
    },
  }
}
