// One poll. The chain is the only queue: what fails in one poll is done again by the next one.
import { getBlock } from "viem/actions"

import { followEvents } from "./follow/followEvents.ts"
import type { StateReader } from "./follow/refreshStates.ts"
import type { HistoryRescan } from "./follow/rescanHistory.ts"
import type { KeeperContext, LatestBlock } from "./keeperContext.ts"
import { watchMandates } from "./mandates/watchMandates.ts"
import { planTransactions } from "./plan/planTransactions.ts"
import type { Endpoints } from "./rpc/endpoints.ts"
import { hasEarlierTransactions } from "./send/earlierTransactions.ts"
import { type PendingTransactions, reconcileTransactions } from "./send/reconcile.ts"
import { createSendContext } from "./send/sendContext.ts"
import { sendPlanned } from "./send/sendPlanned.ts"
import { reportBalance, reportFigures } from "./serve/reportFigures.ts"
import { LIMITS } from "./serve/senderMetrics.ts"

type Readers = { readonly rescan: HistoryRescan; readonly states: StateReader }

export async function poll(
  context: KeeperContext,
  selectEndpoints: () => Promise<Endpoints>,
  readers: Readers,
): Promise<void> {
  const { options, log, metrics, store } = context
  log.debug("poll started")
  for (const limit of LIMITS) metrics.held.set({ limit }, 0)
  store.limitTimes(Date.now())
  let block: LatestBlock | undefined
  try {
    const endpoints = await selectEndpoints()
    metrics.head.set(Number(endpoints.latestBlock))
    readers.rescan.startIfDue(endpoints)

    // Without new events or states, the keeper still works with those that it has stored.
    const [given] = await Promise.allSettled([context.mandates.read()])
    const [followed] = await Promise.allSettled([followEvents(context, endpoints)])
    block = await getLatestBlock(context, endpoints)
    const [refreshed] = await Promise.allSettled([readers.states.refresh(endpoints, block)])
    const act = options.dryRun ? logPlanned : settleAndDeliver
    const planFailure = await act(context, endpoints, block)
    const [watched] = await Promise.allSettled([watchMandates(context, endpoints, block)])

    for (const step of [given, followed, refreshed, watched]) if (step.status === "rejected") throw step.reason
    if (planFailure !== undefined) throw planFailure
  } finally {
    // What is overdue must also show while every poll fails.
    reportFigures(context, block?.timestamp ?? BigInt(secondsNow()))
  }
  if (options.dryRun) return
  const now = secondsNow()
  store.setTime("goodPollAt", now)
  metrics.lastGoodPoll.set(now)
}

const secondsNow = () => Math.floor(Date.now() / 1_000)

async function getLatestBlock({ store }: KeeperContext, { client }: Endpoints): Promise<LatestBlock> {
  const { number, timestamp, baseFeePerGas } = await getBlock(client, { blockTag: "latest" })
  const cursor = BigInt(store.cursor()?.block ?? -1)
  // The states at an earlier block would be stored as those after the latest event.
  if (number < cursor) throw new Error(`The endpoint is behind: its latest block is ${number}, expected ${cursor}.`)
  return { number, timestamp, baseFee: baseFeePerGas ?? 0n }
}

async function settleAndDeliver(context: KeeperContext, endpoints: Endpoints, block: LatestBlock): Promise<unknown> {
  const sending = createSendContext(context, endpoints, block)
  const pending = await reconcileTransactions(sending)
  await reportBalance(context, endpoints)
  if (await hasEarlierTransactions(sending, pending)) return undefined
  const { transactions, failure } = await plan(context, endpoints, block, pending)
  await sendPlanned(sending, transactions, pending)
  return failure
}

/** A dry run ignores the transactions that wait for a block. */
const NOTHING_PENDING: PendingTransactions = { nextNonce: 0, nonces: new Set(), items: new Set() }

async function logPlanned(context: KeeperContext, endpoints: Endpoints, block: LatestBlock): Promise<unknown> {
  const { transactions, failure } = await plan(context, endpoints, block, NOTHING_PENDING)
  for (const { work, items, gas } of transactions) context.log.info("would send", { work, items, gas })
  return failure
}

function plan(context: KeeperContext, endpoints: Endpoints, block: LatestBlock, pending: PendingTransactions) {
  const slots = context.options.maxInFlight - pending.nonces.size
  return planTransactions(context, endpoints.client, { block, slots, pendingItems: pending.items })
}
