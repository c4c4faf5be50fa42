// Written by `npm run generate`. Do not edit.

import { getTokenMetadata as core } from "../../core/plan/getTokenMetadata.ts"
import type { GetTokenMetadataParameters, TokenMetadata } from "../../core/plan/getTokenMetadata.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getTokenMetadata` as a query. */
export const getTokenMetadataQuery: ReadQuery<GetTokenMetadataParameters, TokenMetadata> = {
  name: "getTokenMetadata",
  connect: chainOf,
  needs: "token",
  freshness: "history",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getTokenMetadata`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * fresh for minutes, and only what is new is read then.
 *
 * @example
 * import { getTokenMetadataQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getTokenMetadataQueryOptions(client, { token: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getTokenMetadata`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getTokenMetadataQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetTokenMetadataParameters>,
): ReadOptions<TokenMetadata> {
  return readOptions(getTokenMetadataQuery, source, parameters)
}

/**
 * The key of `getTokenMetadata` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getTokenMetadataQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getTokenMetadataQueryKey({ chainId: 137, token: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getTokenMetadata`, and `chainId`
 * @returns The key
 */
export function getTokenMetadataQueryKey(
  parameters: QueryParameters<GetTokenMetadataParameters> & { readonly chainId: number },
): ReadKey<TokenMetadata> {
  return readKey("getTokenMetadata", parameters.chainId, parameters)
}
