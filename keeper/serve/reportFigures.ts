import { getBalance } from "viem/actions"

import type { KeeperContext, LatestBlock } from "../keeperContext.ts"
import type { Endpoints } from "../rpc/endpoints.ts"

/** Sets the gauges at the end of a poll, and deletes what no later poll needs. */
export async function reportFigures(
  { options, store, metrics }: KeeperContext,
  { client }: Endpoints,
  { timestamp }: LatestBlock,
): Promise<void> {
  const clock = Date.now()
  const { statuses, due, oldestDueAt, credits, setAside } = store.figures(timestamp, clock)
  metrics.rentals.reset()
  for (const { status, count } of statuses) metrics.rentals.set({ status }, count)
  metrics.due.set(due)
  metrics.overdue.set(oldestDueAt === undefined ? 0 : Number(timestamp - oldestDueAt))
  metrics.credits.set(credits)
  metrics.setAside.set(setAside)
  metrics.cursor.set(Number(store.cursor()?.block ?? 0))
  metrics.spent.set(inPol(store.spentInLastDay(clock)))
  store.deleteFinishedTransactions(clock)
  store.deleteOldFailures(clock)
  metrics.balance.set(inPol(await getBalance(client, { address: options.account.address })))
}

const inPol = (wei: bigint) => Number(wei / 10n ** 9n) / 1e9
