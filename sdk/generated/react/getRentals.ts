// Written by `npm run generate`. Do not edit.

import type { RentalDetails } from "../../core/rental/getRental.ts"
import type { RentalIdsParameters } from "../../core/watch/getStates.ts"
import { readRentals } from "../../react/cachedReads.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getRentals` as a query. */
export const getRentalsQuery: ReadQuery<RentalIdsParameters, RentalDetails[]> = {
  name: "getRentals",
  connect: chainOf,
  needs: "escrow ids",
  freshness: "chain",
  read: readRentals,
}

/**
 * TanStack Query's options for `getRentals`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import { getRentalsQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getRentalsQueryOptions(client, { escrow: "0x…", ids: ["0x…", "0x…"] }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getRentals`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getRentalsQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<RentalIdsParameters>,
): ReadOptions<RentalDetails[]> {
  return readOptions(getRentalsQuery, source, parameters)
}

/**
 * The key of `getRentals` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getRentalsQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getRentalsQueryKey({ chainId: 137, escrow: "0x…", ids: ["0x…", "0x…"] })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getRentals`, and `chainId`
 * @returns The key
 */
export function getRentalsQueryKey(
  parameters: QueryParameters<RentalIdsParameters> & { readonly chainId: number },
): ReadKey<RentalDetails[]> {
  return readKey("getRentals", parameters.chainId, parameters)
}
