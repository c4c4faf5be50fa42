import { type EventName, isEscrowError } from "@gpuflow/escrow"
import { type EventBatch, watchEvents } from "@gpuflow/escrow/watch"
import type { KeeperContext } from "../keeperContext.ts"
import type { Endpoints } from "../rpc/endpoints.ts"
import type { Store } from "../store/store.ts"

/** All events that change when a rental is due, or which credits wait. */
const EVENTS = [
  "Deposited",
  "Started",
  "Extended",
  "Interrupted",
  "Refunded",
  "Paid",
  "Disputed",
  "Resolved",
  "Closed",
  "Credited",
  "Withdrawn",
] as const satisfies EventName[]

/** Attempts per request. After that the next poll, or the next scan, starts again. */
export const REQUEST_TRIES = 3

/**
 * Stores what the events since the cursor change, up to the latest block. Each batch and the cursor after it are one
 * database transaction, so that a restart continues where the keeper stopped.
 */
export async function followEvents({ options, store }: KeeperContext, { client }: Endpoints): Promise<void> {
  const { escrow, fromBlock, maxReorgDepth, signal } = options
  const cursor = store.cursor()
  const start = cursor ? { cursor } : { fromBlock }
  const parameters = { escrow, events: EVENTS, maxReorgDepth, tries: REQUEST_TRIES, signal, untilLatest: true }
  try {
    for await (const batch of watchEvents(client, { ...parameters, ...start })) {
      store.atomically(() => {
        applyBatch(store, batch)
        store.setCursor(batch.cursor)
      })
    }
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "ReorgTooDeep") throw error
    // The reorganisation is deeper than the cursor covers: the next poll reads all events and states again.
    store.atomically(() => {
      store.invalidateRentals()
      store.invalidateCredits()
      store.deleteCursor()
    })
  }
}

/** An event, added or removed, only marks its rental: the state itself is read from the chain. */
function applyBatch(store: Store, { added, removed }: EventBatch<(typeof EVENTS)[number]>) {
  for (const event of added) {
    if (event.eventName === "Deposited") store.addRental(event.args.id, event.args.rental)
  }
  for (const { args } of [...removed, ...added]) {
    if ("id" in args) store.invalidateRental(args.id)
    else store.addCredit(args)
  }
}
