// The keys of the SDK's queries. A key is JSON: addresses and ids in lower case, whole numbers as text, a rental as its
// id. So one rental has one entry in the cache, however it was named.

import type { DataTag } from "@tanstack/react-query"
import { hasFields } from "../core/hasFields.ts"

import type { Address, Hex, Rental } from "../types.ts"
import { idOf } from "../viem/viemRentalId.ts"
import type { QueryError } from "./errors.ts"

/** What a query is about: the chain, and the parameters that change the answer. */
export type QueryScope = { readonly [name: string]: unknown }

/**
 * The key of a query: the SDK, what it is about, and the read. TanStack Query matches an object of a key by the
 * properties that a filter has, so a filter with a part of the scope finds every query about that part.
 */
export type EscrowQueryKey = readonly ["rentalEscrow", QueryScope, string]

/** A key that knows the type of its data. */
export type ReadKey<data> = DataTag<EscrowQueryKey, data, QueryError>

/** Parameters of `escrowQueryKey`. */
export type EscrowQueryKeyParameters = {
  /** The chain. Default: every chain. */
  readonly chainId?: number | undefined
  /** The escrow's address. Default: every escrow. */
  readonly escrow?: Address | undefined
}

/** Parameters of `rentalQueryKey`. */
export type RentalQueryKeyParameters = EscrowQueryKeyParameters & RentalReference

/** A rental, by its id or by its terms. */
export type RentalReference =
  | { readonly id: Hex; readonly rental?: undefined }
  | { readonly rental: Rental; readonly id?: undefined }

/** The first part of every key. */
export const KEY_ROOT = "rentalEscrow"

/** Parameters that change how something is read, not what the answer is. */
const WAYS = [
  "blockRange",
  "chainId",
  "cursor",
  "onProgress",
  "pollingInterval",
  "query",
  "reader",
  "signal",
  "tries",
  "walletName",
]

/**
 * The beginning of the keys of every query about an escrow, for TanStack Query's filters.
 *
 * @example
 * import { escrowQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queries = new QueryClient()
 * queries.removeQueries({ queryKey: escrowQueryKey({ chainId: 137, escrow: "0x…" }) })
 *
 * @returns The first two parts of a key
 */
export function escrowQueryKey(parameters: EscrowQueryKeyParameters = {}): readonly ["rentalEscrow", QueryScope] {
  const { chainId } = parameters
  return [KEY_ROOT, { ...(chainId === undefined ? {} : { chainId }), ...scopeOf(parameters) }]
}

/**
 * The beginning of the keys of every query about one rental: its details, its state, and what follows from them.
 *
 * @example
 * import { rentalQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queries = new QueryClient()
 * await queries.cancelQueries({ queryKey: rentalQueryKey({ chainId: 137, escrow: "0x…", id: "0x…" }) })
 *
 * @param parameters The chain, the escrow, and the rental by its id or by its terms
 * @returns The first two parts of a key
 */
export function rentalQueryKey(parameters: RentalQueryKeyParameters): readonly ["rentalEscrow", QueryScope] {
  return escrowQueryKey(withIds(parameters))
}

/** The key of a read with its parameters. Of a read that takes rentals, pass what `withIds` returns. */
export function readKey<data>(name: string, chainId: number, parameters: object): ReadKey<data> {
  const key: EscrowQueryKey = [KEY_ROOT, { chainId, ...scopeOf(parameters) }, name]
  return key as ReadKey<data>
}

/** The parameters that change the answer, as JSON. */
function scopeOf(parameters: object): QueryScope {
  const known = Object.entries(parameters).filter(([name, value]) => value !== undefined && !WAYS.includes(name))
  return Object.fromEntries(
    // An account of viem is an object with methods.
    known.map(([name, value]) => [name, normalised(name === "account" ? (Object(value)["address"] ?? value) : value)]),
  )
}

type Terms = { readonly rental?: Rental; readonly rentals?: readonly Rental[] }

/** The parameters with the ids of rentals in place of their terms. Only the reads that take terms compute ids. */
export function withIds(parameters: object): object {
  const { rental, rentals, ...others }: Terms = parameters
  return {
    ...others,
    ...(rental === undefined ? {} : { id: idIn(rental) }),
    ...(rentals === undefined ? {} : { ids: rentals.map(idIn) }),
  }
}

/** The id of a rental's terms. Terms that are not valid stand for themselves: the read itself refuses them. */
function idIn(rental: Rental): unknown {
  try {
    return idOf(rental)
  } catch {
    return normalised(rental)
  }
}

function normalised(value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  if (typeof value === "string") return /^0x[\da-f]*$/i.test(value) ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(normalised)
  if (!hasFields(value)) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && typeof inner !== "function")
  return Object.fromEntries(entries.map(([name, inner]) => [name, normalised(inner)]))
}
