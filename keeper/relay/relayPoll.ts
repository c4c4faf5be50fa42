// One poll of a relayer: keep what was sent on its way, look what became of it, and send what waits.
import { getBalance, getBlock } from "viem/actions"

import type { Endpoints } from "../rpc/endpoints.ts"
import { hasEarlierTransactions } from "../send/earlierTransactions.ts"
import { gasFees } from "../send/gasFees.ts"
import { reconcileTransactions } from "../send/reconcile.ts"
import { createSendContext } from "../send/sendContext.ts"
import { sendPlanned } from "../send/sendPlanned.ts"
import { inPol } from "../serve/reportFigures.ts"
import { LIMITS } from "../serve/senderMetrics.ts"
import { type ChainView, gasPriceOf } from "./chainView.ts"
import { followPurchases } from "./followPurchases.ts"
import { planPurchases } from "./planPurchases.ts"
import type { RelayerContext } from "./relayerContext.ts"

/** `seen` gets what the poll found out about the chain, as soon as it is known. */
export async function relayPoll(
  context: RelayerContext,
  selectEndpoints: () => Promise<Endpoints>,
  seen: (view: ChainView) => void,
): Promise<void> {
  const { log, metrics, options, store } = context
  log.debug("poll started")
  for (const limit of LIMITS) metrics.held.set({ limit }, 0)
  store.limitTimes(Date.now())
  try {
    const endpoints = await selectEndpoints()
    metrics.head.set(Number(endpoints.latestBlock))
    const { client } = endpoints
    const [{ number, timestamp, baseFeePerGas }, balance] = await Promise.all([
      getBlock(client, { blockTag: "latest" }),
      getBalance(client, { address: options.account.address }),
    ])
    metrics.balance.set(inPol(balance))
    const block = { number, timestamp, baseFee: baseFeePerGas ?? 0n }
    const sending = createSendContext(context, endpoints, block)
    const market = await sending.feeMarket()
    const fees = gasFees(market)
    const view = { endpoints, block, balance, gasPrice: gasPriceOf(block, fees ?? dearest(market.minTip)) }
    seen(view)

    const pending = await reconcileTransactions(sending)
    await followPurchases(context, view, pending)
    if (await hasEarlierTransactions(sending, pending)) return
    const slots = options.maxInFlight - pending.nonces.size
    const { planned, failures } = await planPurchases(context, view, { slots, pendingItems: pending.items })
    await sendPlanned(sending, planned, pending)
    const open = store.openTransactions().flatMap(({ items }) => items)
    await followPurchases(context, view, { items: new Set([...pending.items, ...open]) })
    if (failures.length > 0) throw failures[0]
  } finally {
    reportPurchases(context)
  }
  const now = Math.floor(Date.now() / 1_000)
  store.setTime("goodPollAt", now)
  metrics.lastGoodPoll.set(now)
}

/** While the base fee is above the maximum, nothing is sent, but fees are still quoted. */
const dearest = (minTip: bigint) => ({ maxFeePerGas: minTip, maxPriorityFeePerGas: minTip })

function reportPurchases({ metrics, store }: RelayerContext): void {
  const clock = Date.now()
  metrics.purchases.reset()
  for (const { status, count } of store.purchaseCounts()) metrics.purchases.set({ status }, count)
  const oldest = store.oldestOpenPurchase()
  metrics.oldestOpen.set(oldest === undefined ? 0 : Math.max(0, (clock - oldest) / 1_000))
  metrics.spent.set(inPol(store.spentInLastDay(clock)))
  store.deleteFinishedTransactions(clock)
  store.deleteOldFailures(clock)
  store.deleteOldPurchases(clock)
}
