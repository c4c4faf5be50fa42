// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { getMarket as core } from "../../core/rental/getMarket.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import type { Market } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getMarket` as a query. */
export const getMarketQuery: ReadQuery<TokenReadParameters, Market, Reads> = {
  name: "getMarket",
  connect: readsOf,
  needs: "escrow token",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getMarket`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import { getMarketQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getMarketQueryOptions(client, { escrow: "0x…", token: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getMarket`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getMarketQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<TokenReadParameters>,
): ReadOptions<Market> {
  return readOptions(getMarketQuery, source, parameters)
}

/**
 * The key of `getMarket` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getMarketQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getMarketQueryKey({ chainId: 137, escrow: "0x…", token: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getMarket`, and `chainId`
 * @returns The key
 */
export function getMarketQueryKey(
  parameters: QueryParameters<TokenReadParameters> & { readonly chainId: number },
): ReadKey<Market> {
  return readKey("getMarket", parameters.chainId, parameters)
}
