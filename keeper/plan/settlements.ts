import { prepareRequest, simulateRequest } from "@gpuflow/escrow/requests"
import type { Client } from "viem"

import type { KeeperContext } from "../keeperContext.ts"
import { reasonOf } from "../log.ts"
import { maxCostPerTransaction } from "../send/sender.ts"
import type { StoredRental } from "../store/rentalTable.ts"
import { estimateWithAccessList } from "./estimate.ts"
import type { Capacity, PlannedTransaction } from "./plannedTransaction.ts"
import { retryDelay } from "./retryDelay.ts"
import { isRefusal, settledCount } from "./simulation.ts"

/** Plans the settlement of due rentals in batches, the oldest first. */
export async function* planSettlements(
  context: KeeperContext,
  client: Client,
  now: bigint,
  capacity: Capacity,
): AsyncGenerator<PlannedTransaction> {
  const clock = Date.now()
  if (capacity.slots > 0) await probeTokens(context, client, now, clock)
  let planned = 0
  for (const batch of batchesOf(context, now, clock, capacity)) {
    if (planned >= capacity.slots) return
    const transactions = await planBatch(context, client, batch)
    planned += transactions.length
    yield* transactions
  }
}

/** Simulates one rental of each token that has some set aside. If it works, all rentals of the token are released. */
async function probeTokens(context: KeeperContext, client: Client, now: bigint, clock: number) {
  const { store } = context
  for (const rental of store.rentalsToProbe(now, clock)) {
    const transactions = await planBatch(context, client, [rental])
    if (transactions.length > 0) store.releaseRentals(rental.rental.offer.token)
  }
}

function batchesOf(
  { options, store, nodeLimits }: KeeperContext,
  now: bigint,
  clock: number,
  { slots, pendingItems }: Capacity,
): StoredRental[][] {
  const batchSize = Math.min(options.batchSize, nodeLimits.maxItems() ?? options.batchSize)
  const failed = store.failedItems()
  const limit = batchSize * Math.max(slots, 0) + pendingItems.size + failed.size
  const due = store
    .dueRentals(now, clock, limit)
    .filter(({ id }) => !pendingItems.has(id) && (failed.get(id) ?? 0) <= clock)
  const regular = due.filter(({ id }) => !failed.has(id))
  const batches: StoredRental[][] = []
  for (let first = 0; first < regular.length; first += batchSize) {
    batches.push(regular.slice(first, first + batchSize))
  }
  // A rental whose transaction reverted or was refused is sent alone, so that it cannot make others fail.
  for (const rental of due) if (failed.has(rental.id)) batches.push([rental])
  return batches
}

/**
 * Plans one transaction for a batch. If the batch costs too much, or its simulation fails, it is halved until each half
 * works; a rental that fails alone is set aside.
 */
async function planBatch(
  context: KeeperContext,
  client: Client,
  batch: readonly StoredRental[],
): Promise<PlannedTransaction[]> {
  const { escrow, maxFeePerGas } = context.options
  const request = await prepareRequest(client, "settleMany", { escrow, rentals: batch.map(({ rental }) => rental) })
  try {
    // The node is behind, or another account has settled the batch. The next states show which.
    if (settledCount(await simulateRequest(client, { request })) === 0n) return []
    const estimated = await estimateWithAccessList(context, client, { work: "settle", request })
    const isAffordable = estimated.gas * maxFeePerGas <= maxCostPerTransaction(context)
    if (isAffordable || batch.length === 1) {
      return [{ work: "settle", items: batch.map(({ id }) => id), ...estimated }]
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    const [first] = batch
    if (batch.length === 1 && first) {
      setAside(context, first, error)
      return []
    }
  }
  const half = Math.ceil(batch.length / 2)
  const transactions = await planBatch(context, client, batch.slice(0, half))
  return [...transactions, ...(await planBatch(context, client, batch.slice(half)))]
}

function setAside({ options, store, log }: KeeperContext, { id }: StoredRental, error: unknown) {
  log.warn("rental set aside", { id, reason: reasonOf(error) })
  store.setRentalAside(id, (failures) => Date.now() + retryDelay(failures, options.pollInterval))
}
