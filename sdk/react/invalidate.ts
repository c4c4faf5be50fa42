// What to read again after a change.
import type { InvalidateQueryFilters, QueryClient } from "@tanstack/react-query"

import type { Address } from "../types.ts"
import {
  type EscrowQueryKeyParameters,
  escrowQueryKey,
  type QueryScope,
  type RentalQueryKeyParameters,
  rentalQueryKey,
} from "./keys.ts"

/**
 * Makes TanStack Query read everything about an escrow again: what is on the page now, and the rest when it is shown.
 *
 * @example
 * import { invalidateEscrow } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queries = new QueryClient()
 * await invalidateEscrow(queries, { chainId: 137, escrow: "0x…" })
 *
 * @param queries TanStack Query's client
 * @param parameters The chain and the escrow. Default: all of them
 */
export async function invalidateEscrow(queries: QueryClient, parameters: EscrowQueryKeyParameters = {}): Promise<void> {
  await readAgain(queries, { queryKey: escrowQueryKey(parameters), predicate: isNotConstant })
}

/**
 * Makes TanStack Query read everything about one rental again, and every list that it may be in.
 *
 * @example
 * import { invalidateRental } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queries = new QueryClient()
 * await invalidateRental(queries, { chainId: 137, escrow: "0x…", id: "0x…" })
 *
 * @param queries TanStack Query's client
 * @param parameters The chain, the escrow, and the rental by its id or by its terms
 */
export async function invalidateRental(queries: QueryClient, parameters: RentalQueryKeyParameters): Promise<void> {
  const [, { id }] = rentalQueryKey(parameters)
  await readRentalsAgain(queries, parameters, [id])
}

/** Parameters of `invalidateByEvents`. */
export type InvalidateByEventsParameters = {
  /** The chain of the events. */
  readonly chainId: number
  /** The escrow's address. */
  readonly escrow: Address
  /** Events that happened, or that the chain has taken back. */
  readonly events: readonly { readonly args: object }[]
}

/**
 * Makes TanStack Query read again what events have changed: the rentals that they name, and what is not about one
 * rental, such as lists, machines, bonds and credits.
 *
 * @example
 * import { invalidateByEvents } from "@gpuflow/escrow/react"
 * import { watchEvents } from "@gpuflow/escrow/watch"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const queries = new QueryClient()
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * for await (const { added, removed } of watchEvents(client, { escrow: "0x…", fromBlock: 1n, untilLatest: true })) {
 *   await invalidateByEvents(queries, { chainId: 137, escrow: "0x…", events: [...added, ...removed] })
 * }
 *
 * @param queries TanStack Query's client
 * @param parameters The chain, the escrow and the events
 */
export async function invalidateByEvents(
  queries: QueryClient,
  { chainId, escrow, events }: InvalidateByEventsParameters,
): Promise<void> {
  if (events.length === 0) return
  const ids = events.flatMap(({ args }) => ("id" in args ? [String(args.id).toLowerCase()] : []))
  await readRentalsAgain(queries, { chainId, escrow }, ids)
}

/** Of an escrow: what is about one of these rentals, or about none. */
async function readRentalsAgain(
  queries: QueryClient,
  { chainId, escrow }: EscrowQueryKeyParameters,
  ids: readonly unknown[],
): Promise<void> {
  const known = new Set([undefined, ...ids])
  const predicate = (query: Queried) => isNotConstant(query) && known.has(scopeIn(query)["id"])
  await readAgain(queries, { queryKey: escrowQueryKey({ chainId, escrow }), predicate })
}

/**
 * Invalidates queries, also those that are read for the first time. TanStack Query lets a first read end, whose answer
 * may be from before the change, and would take it for the latest. To begin it anew instead could keep a long one from
 * ever ending.
 */
export async function readAgain(queries: QueryClient, filters: InvalidateQueryFilters): Promise<void> {
  const underWay = queries.getQueryCache().findAll({ ...filters, fetchStatus: "fetching" })
  const late = underWay.filter((query) => query.state.data === undefined || !query.isActive())
  const ends = Promise.allSettled(late.map((query) => query.promise))
  await queries.invalidateQueries(filters)
  await ends
  await queries.invalidateQueries({ predicate: (query) => late.includes(query) }, { cancelRefetch: false })
}

type Queried = { readonly queryKey: readonly unknown[] }

function scopeIn({ queryKey }: Queried): QueryScope {
  return Object(queryKey[1])
}

/** Terms and past blocks stay as they are. */
function isNotConstant(query: Queried): boolean {
  return query.queryKey[2] !== "terms" && scopeIn(query)["blockNumber"] === undefined
}
