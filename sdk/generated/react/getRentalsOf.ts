// Written by `npm run generate`. Do not edit.

import type { GetRentalsOfParameters, RentalsPage } from "../../core/watch/getRentalsOf.ts"
import { readRentalsOf } from "../../react/cachedReads.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getRentalsOf` as a query. */
export const getRentalsOfQuery: ReadQuery<GetRentalsOfParameters, RentalsPage> = {
  name: "getRentalsOf",
  connect: chainOf,
  needs: "escrow host|renter",
  freshness: "history",
  read: readRentalsOf,
}

/**
 * TanStack Query's options for `getRentalsOf`: for `useQuery`, prefetching, loaders, and other frameworks. It is fresh
 * for minutes, and only what is new is read then.
 *
 * @example
 * import { getRentalsOfQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getRentalsOfQueryOptions(client, { escrow: "0x…", renter: "0x…", fromBlock: 70_000_000n }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getRentalsOf`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getRentalsOfQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetRentalsOfParameters>,
): ReadOptions<RentalsPage> {
  return readOptions(getRentalsOfQuery, source, parameters)
}

/**
 * The key of `getRentalsOf` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getRentalsOfQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getRentalsOfQueryKey({ chainId: 137, escrow: "0x…", renter: "0x…", fromBlock: 70_000_000n })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getRentalsOf`, and `chainId`
 * @returns The key
 */
export function getRentalsOfQueryKey(
  parameters: QueryParameters<GetRentalsOfParameters> & { readonly chainId: number },
): ReadKey<RentalsPage> {
  return readKey("getRentalsOf", parameters.chainId, parameters)
}
