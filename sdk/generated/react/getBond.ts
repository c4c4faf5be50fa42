// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { HostReadParameters, TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { getBond as core } from "../../core/rental/getBond.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getBond` as a query. */
export const getBondQuery: ReadQuery<TokenReadParameters & HostReadParameters, bigint, Reads> = {
  name: "getBond",
  connect: readsOf,
  needs: "escrow host token",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getBond`: for `useQuery`, prefetching, loaders, and other frameworks. It is read again
 * while it can change.
 *
 * @example
 * import { getBondQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getBondQueryOptions(client, { escrow: "0x…", host: "0x…", token: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getBond`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getBondQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<TokenReadParameters & HostReadParameters>,
): ReadOptions<bigint> {
  return readOptions(getBondQuery, source, parameters)
}

/**
 * The key of `getBond` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getBondQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getBondQueryKey({ chainId: 137, escrow: "0x…", host: "0x…", token: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getBond`, and `chainId`
 * @returns The key
 */
export function getBondQueryKey(
  parameters: QueryParameters<TokenReadParameters & HostReadParameters> & { readonly chainId: number },
): ReadKey<bigint> {
  return readKey("getBond", parameters.chainId, parameters)
}
