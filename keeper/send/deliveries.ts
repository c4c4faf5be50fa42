import type { Hex } from "viem"
import type { BroadcastResult } from "../rpc/broadcastResult.ts"

export type Deliveries = ReturnType<typeof createDeliveries>

/** Broadcasts of a transaction that no node confirmed, after which a hash that no node knows counts as refused. */
const MAX_UNCONFIRMED = 2

type Delivery = { readonly unconfirmed: number; readonly result?: BroadcastResult }
const CONFIRMED: Delivery = { unconfirmed: 0 }

/** What the nodes replied to the transactions that this process has broadcast. */
export function createDeliveries() {
  const deliveries = new Map<Hex, Delivery>()
  return {
    /** A node has, or had, the transaction. */
    confirm: (hash: Hex) => deliveries.set(hash, CONFIRMED),
    isConfirmed: (hash: Hex) => deliveries.get(hash)?.unconfirmed === 0,
    /** Counts a broadcast without a confirmation. */
    addUnconfirmed(hash: Hex, result: BroadcastResult) {
      deliveries.set(hash, { unconfirmed: (deliveries.get(hash)?.unconfirmed ?? 0) + 1, result })
    },
    /** The last reply to a transaction that counts as refused if no node knows its hash. */
    refusalOf(hash: Hex): BroadcastResult | undefined {
      const { unconfirmed = 0, result } = deliveries.get(hash) ?? {}
      return unconfirmed >= MAX_UNCONFIRMED ? result : undefined
    },
    forget: (hash: Hex) => deliveries.delete(hash),
  }
}
