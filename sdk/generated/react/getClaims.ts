// Written by `npm run generate`. Do not edit.

import type { Claim, GetClaimsParameters } from "../../core/watch/getClaims.ts"
import { readClaims } from "../../react/cachedReads.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getClaims` as a query. */
export const getClaimsQuery: ReadQuery<GetClaimsParameters, Claim[]> = {
  name: "getClaims",
  named: withIds,
  connect: chainOf,
  needs: "escrow rentals",
  freshness: "chain",
  read: readClaims,
}

/**
 * TanStack Query's options for `getClaims`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getClaimsQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rentals: Rental[]
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getClaimsQueryOptions(client, { escrow: "0x…", rentals }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getClaims`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getClaimsQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetClaimsParameters>,
): ReadOptions<Claim[]> {
  return readOptions(getClaimsQuery, source, parameters)
}

/**
 * The key of `getClaims` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getClaimsQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const rentals: Rental[]
 * const queryKey = getClaimsQueryKey({ chainId: 137, escrow: "0x…", rentals })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getClaims`, and `chainId`
 * @returns The key
 */
export function getClaimsQueryKey(
  parameters: QueryParameters<GetClaimsParameters> & { readonly chainId: number },
): ReadKey<Claim[]> {
  return readKey("getClaims", parameters.chainId, withIds(parameters))
}
