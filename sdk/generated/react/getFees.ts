// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { getFees as core } from "../../core/rental/getFees.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getFees` as a query. */
export const getFeesQuery: ReadQuery<TokenReadParameters, bigint, Reads> = {
  name: "getFees",
  connect: readsOf,
  needs: "escrow token",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getFees`: for `useQuery`, prefetching, loaders, and other frameworks. It is read again
 * while it can change.
 *
 * @example
 * import { getFeesQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getFeesQueryOptions(client, { escrow: "0x…", token: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getFees`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getFeesQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<TokenReadParameters>,
): ReadOptions<bigint> {
  return readOptions(getFeesQuery, source, parameters)
}

/**
 * The key of `getFees` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getFeesQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getFeesQueryKey({ chainId: 137, escrow: "0x…", token: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getFees`, and `chainId`
 * @returns The key
 */
export function getFeesQueryKey(
  parameters: QueryParameters<TokenReadParameters> & { readonly chainId: number },
): ReadKey<bigint> {
  return readKey("getFees", parameters.chainId, parameters)
}
