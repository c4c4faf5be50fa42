// Events → store. Each batch and the cursor after it are one database transaction: a restart goes on where it stood.
import { type EventName, isEscrowError } from "@gpuflow/escrow"
import { type EventBatch, watchEvents } from "@gpuflow/escrow/watch"
import type { Node } from "./endpoints.ts"
import type { Options } from "./options.ts"
import type { Store } from "./store.ts"

/** Whatever changes what is due, or what waits. */
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

/** Times to ask within one poll. */
const TRIES = 3

/** Reads what has happened since the last time, up to the latest block. */
export async function find(store: Store, { client }: Node, options: Options): Promise<void> {
  const { escrow, fromBlock, maxReorgDepth, signal } = options
  const cursor = store.cursor()
  const start = cursor ? { cursor } : { fromBlock }
  const parameters = { escrow, events: EVENTS, maxReorgDepth, tries: TRIES, signal, untilLatest: true }
  try {
    for await (const batch of watchEvents(client, { ...parameters, ...start })) {
      store.together(() => {
        take(store, batch)
        store.setCursor(batch.cursor)
      })
    }
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "ReorgTooDeep") throw error
    // The chain replaced more than the cursor knows: all of it is read again, and every state.
    store.together(() => {
      store.touchRentals()
      store.touchCredits()
      store.forgetCursor()
    })
  }
}

/** Added or removed alike: the rental is looked at again, and the chain says what it is. */
function take(store: Store, { added, removed }: EventBatch<(typeof EVENTS)[number]>) {
  for (const event of added) {
    if (event.eventName === "Deposited") store.addRental(event.args.id, event.args.rental)
  }
  for (const { args } of [...removed, ...added]) {
    if ("id" in args) store.touchRental(args.id)
    else store.addCredit(args)
  }
}

/**
 * Reads the deep history once more for rentals and credits that are not known. Recent blocks prove themselves by their
 * headers; a deep range is what the node says it is, and a node may have said too little.
 */
export async function rescan(store: Store, { client }: Node, options: Options): Promise<number> {
  const { escrow, fromBlock, maxReorgDepth, signal } = options
  // Only the deep part: what is above it was proven when it was read.
  const parameters = { escrow, fromBlock, maxReorgDepth, confirmations: maxReorgDepth, tries: TRIES, signal }
  let found = 0
  for await (const { added } of watchEvents(client, {
    ...parameters,
    untilLatest: true,
    events: ["Deposited", "Credited"],
  })) {
    store.together(() => {
      for (const event of added) {
        if (event.eventName === "Deposited") found += Number(store.addRental(event.args.id, event.args.rental).changes)
        else store.addCredit(event.args)
      }
    })
  }
  return found
}
