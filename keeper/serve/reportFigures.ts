import { getBalance } from "viem/actions"

import type { KeeperContext } from "../keeperContext.ts"
import type { Endpoints } from "../rpc/endpoints.ts"
import type { Sender } from "../send/sender.ts"

/** Sets the gauges of what is stored as of a chain time, and deletes what no later poll needs. */
export function reportFigures({ mandates, store, metrics }: KeeperContext, now: bigint): void {
  const clock = Date.now()
  const { statuses, due, oldestDueAt, credits, setAside } = store.figures(now, clock)
  metrics.rentals.reset()
  for (const { status, count } of statuses) metrics.rentals.set({ status }, count)
  metrics.due.set(due)
  metrics.overdue.set(oldestDueAt === undefined ? 0 : Number(now - oldestDueAt))
  metrics.credits.set(credits)
  for (const [state, count] of mandates.counts()) metrics.mandates.set({ state }, count)
  metrics.extensionOverdue.set(Number(mandates.overdue(now)))
  metrics.setAside.set(setAside)
  metrics.cursor.set(Number(store.cursor()?.block ?? 0))
  metrics.spent.set(inPol(store.spentInLastDay(clock)))
  store.deleteFinishedTransactions(clock)
  store.deleteOldFailures(clock)
}

export async function reportBalance({ options, metrics }: Sender, { client }: Endpoints): Promise<void> {
  metrics.balance.set(inPol(await getBalance(client, { address: options.account.address })))
}

export const inPol = (wei: bigint) => Number(wei / 10n ** 9n) / 1e9
