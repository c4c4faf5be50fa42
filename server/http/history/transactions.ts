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
  hash: string,
  wait: number,
): Promise<z.output<typeof transaction>> {
  const events = await waitFor(context, wait, async () => {
    const tables = await context.tables()
    const rows = await tables
      .selectFrom("events")
      .selectAll()
      .where("transaction", "=", hash)
      .orderBy("log_index")
      .execute()
    return rows.length > 0 ? rows.map(toEvent) : undefined
  })
  const [first] = events ?? []
  if (!events || !first) {
    const { block } = await context.place()
    const detail = `The index has no event of this transaction up to block ${block}. Ask again with \`wait\`, or read its receipt from a node.`
    throw new Problem(404, "TransactionUnknown", detail, { transaction: hash, block }, RETRY)
  }
  return { transaction: toHex(hash), block: first.block, timestamp: first.timestamp, events }
}

/** The state of the index, as soon as it holds a block. */
export async function getMeta(
  context: HistoryContext,
  { block = 0, wait = 0 }: { readonly block?: number | undefined; readonly wait?: number | undefined },
): Promise<z.output<typeof meta>> {
  await waitFor(context, wait, async () => ((await context.place()).block >= block ? true : undefined))
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
