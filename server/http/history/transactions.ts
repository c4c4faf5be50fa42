import type { Client, Hash, TransactionReceipt } from "viem"
import { getTransactionReceipt } from "viem/actions"
import type { z } from "zod"
import type { meta, transaction } from "../historySchemas.ts"
import { Problem } from "../problem.ts"
import { VERSION } from "../version.ts"
import type { HistoryContext } from "./historyContext.ts"
import { booksBalance } from "./markets.ts"
import { toEvent, toHex, toInteger } from "./rows.ts"

/** Seconds after which a client that did not wait may ask again. */
const RETRY = 2

export async function getTransaction(
  context: HistoryContext,
  hash: Hash,
  wait: number,
): Promise<z.output<typeof transaction>> {
  const block = await counted(() => waitFor(context, wait, () => blockOf(context, hash)))
  if (block === undefined) {
    const { block: last } = await context.place()
    const detail = `The index does not hold this transaction up to block ${last}. Ask again with \`wait\`, or read its receipt from a node.`
    throw new Problem(404, "TransactionUnknown", detail, { transaction: hash, block: last }, RETRY)
  }
  const rows = await (await context.tables())
    .selectFrom("events")
    .selectAll()
    .where("transaction", "=", hash)
    .orderBy("log_index")
    .execute()
  return { transaction: hash, block: toInteger(block), events: rows.map(toEvent) }
}

/** The block of a transaction that the tables hold. Without an event of its own, it is enough that its block is there. */
async function blockOf({ client, place, tables }: HistoryContext, hash: Hash): Promise<bigint | undefined> {
  const live = await tables()
  const row = await live.selectFrom("events").select("block").where("transaction", "=", hash).executeTakeFirst()
  if (row) return row.block
  const { blockNumber, blockHash } = (await findReceipt(client, hash)) ?? {}
  if (blockNumber === undefined) return undefined
  const { block, hash: top } = await place()
  return blockNumber < block || (blockNumber === BigInt(block) && blockHash === top) ? blockNumber : undefined
}

/** A node that fails now is asked again after the next batch. */
async function findReceipt(client: Client, hash: Hash): Promise<TransactionReceipt | undefined> {
  return getTransactionReceipt(client, { hash }).catch(() => undefined)
}

/** The state of the index, as soon as it holds a block. */
export async function getMeta(
  context: HistoryContext,
  { block = 0, wait = 0 }: { readonly block?: number | undefined; readonly wait?: number | undefined },
): Promise<z.output<typeof meta>> {
  if (block > 0) {
    await counted(() => waitFor(context, wait, async () => ((await context.place()).block >= block ? true : undefined)))
  }
  const { chainId, escrow, router, mandateContract, rooms, fromBlock } = context.settings
  const place = await context.place()
  const now = Math.floor(Date.now() / 1_000)
  return {
    version: VERSION,
    rooms: [...rooms],
    database: context.databaseKind,
    chainId,
    escrow,
    router: router ?? null,
    mandate: mandateContract ?? null,
    fromBlock: toInteger(fromBlock),
    block: place.block,
    hash: place.hash === null ? null : toHex(place.hash),
    timestamp: place.timestamp,
    latest: place.latest,
    finalized: place.finalized,
    lag: { blocks: Math.max(place.latest - place.block, 0), seconds: Math.max(now - place.timestamp, 0) },
    booksBalance: await booksBalance(await context.tables()),
  }
}

/** Requests that may wait at the same time. Some of them ask the node. */
const MOST_WAITING = 256
let waiting = 0

async function counted<result>(wait: () => Promise<result>): Promise<result> {
  if (waiting >= MOST_WAITING) {
    const detail = "Too many requests wait for the index. Try again soon."
    throw new Problem(503, "TooManyWaiting", detail, { maximum: MOST_WAITING }, RETRY)
  }
  waiting += 1
  try {
    return await wait()
  } finally {
    waiting -= 1
  }
}

/** Asks now and after each batch of the index, until there is an answer or the seconds are over. */
async function waitFor<result>(
  { onChange, stopping }: HistoryContext,
  seconds: number,
  ask: () => Promise<result | undefined>,
): Promise<result | undefined> {
  let wake = () => {}
  let changed = new Promise<void>((resolve) => {
    wake = resolve
  })
  // Subscribed before the first question, so that no batch falls between the two.
  const stop = onChange(() => wake())
  const late = new AbortController()
  const over = AbortSignal.any([late.signal, stopping])
  const end = new Promise<void>((resolve) => over.addEventListener("abort", () => resolve(), { once: true }))
  const timer = setTimeout(() => late.abort(), seconds * 1_000)
  try {
    for (;;) {
      const answer = await ask()
      if (answer !== undefined || over.aborted || seconds === 0) return answer
      await Promise.race([changed, end])
      changed = new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    stop()
    clearTimeout(timer)
  }
}
