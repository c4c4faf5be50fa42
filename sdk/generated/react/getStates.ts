// Written by `npm run generate`. Do not edit.

import { getStates as core } from "../../core/watch/getStates.ts"
import type { RentalIdsParameters } from "../../core/watch/getStates.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import type { RentalState } from "../../types.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getStates` as a query. */
export const getStatesQuery: ReadQuery<RentalIdsParameters, RentalState[]> = {
  name: "getStates",
  connect: chainOf,
  needs: "escrow ids",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getStates`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import { getStatesQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getStatesQueryOptions(client, { escrow: "0x…", ids: ["0x…", "0x…"] }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getStates`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getStatesQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<RentalIdsParameters>,
): ReadOptions<RentalState[]> {
  return readOptions(getStatesQuery, source, parameters)
}

/**
 * The key of `getStates` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getStatesQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getStatesQueryKey({ chainId: 137, escrow: "0x…", ids: ["0x…", "0x…"] })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getStates`, and `chainId`
 * @returns The key
 */
export function getStatesQueryKey(
  parameters: QueryParameters<RentalIdsParameters> & { readonly chainId: number },
): ReadKey<RentalState[]> {
  return readKey("getStates", parameters.chainId, parameters)
}
