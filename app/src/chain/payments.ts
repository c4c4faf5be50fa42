// What the escrow paid out for rentals, from the chain's own events.
import type { EscrowEvent } from "@gpuflow/escrow"
import { getRentalsOfQueryOptions } from "@gpuflow/escrow/react"
import type { QueryClient } from "@tanstack/react-query"
import type { Address, Client, Hex } from "viem"
import type { Config } from "wagmi"

import type { Deployment } from "../settings/settings.ts"
import { joined, NEAR_BLOCKS } from "./events.ts"

/** Ids in one request. Nodes refuse long lists of topics. */
const MOST_IDS = 200
/** Milliseconds within which cards of a page share what one of them has read. */
const FRESH = 15_000

export type Party = { readonly renter: Address } | { readonly host: Address }
type Reading = { readonly config: Config; readonly deployment: Deployment; readonly queries: QueryClient }

/** All deposits of a party, the oldest first. They are read once for all cards, and later only what is new. */
export async function depositsOf({ config, deployment, queries }: Reading, party: Party) {
  const { chainId, escrow, fromBlock } = deployment
  const options = getRentalsOfQueryOptions(config, { chainId, escrow, fromBlock, ...party })
  const { deposits } = await queries.fetchQuery({ ...options, staleTime: FRESH })
  return deposits
}

type Wanted = {
  readonly escrow: Address
  readonly ids: readonly Hex[]
  /** None of the rentals is older. */
  readonly fromBlock: bigint
  readonly signal: AbortSignal
}
type Payment = EscrowEvent<"Paid" | "Closed">

/** The payouts of rentals, the final ones among them. */
export async function readPayments(client: Client, { ids, ...wanted }: Wanted): Promise<readonly Payment[]> {
  const { watchEvents } = await import("@gpuflow/escrow/watch")
  const read = async (first: number) => {
    const filter = { events: ["Paid", "Closed"], id: ids.slice(first, first + MOST_IDS) } as const
    let payments: readonly Payment[] = []
    const following = { ...wanted, ...filter, maxReorgDepth: NEAR_BLOCKS, untilLatest: true }
    for await (const batch of watchEvents(client, following)) payments = joined(payments, batch)
    return payments
  }
  const starts = Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, index) => index * MOST_IDS)
  const payments = await Promise.all(starts.map(read))
  // A follower that is told to end does so without an error.
  wanted.signal.throwIfAborted()
  return payments.flat()
}
