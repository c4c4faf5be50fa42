// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import { readState } from "../../react/cachedReads.ts"
import type { RentalQueryParameters } from "../../react/cachedReads.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import type { RentalState } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getState` as a query. */
export const getStateQuery: ReadQuery<RentalQueryParameters, RentalState, Reads> = {
  name: "getState",
  named: withIds,
  connect: readsOf,
  needs: "escrow id|rental",
  freshness: "chain",
  read: readState,
}

/**
 * TanStack Query's options for `getState`: for `useQuery`, prefetching, loaders, and other frameworks. It is read again
 * while it can change.
 *
 * @example
 * import { getStateQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getStateQueryOptions(client, { escrow: "0x…", id: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getState`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getStateQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<RentalQueryParameters>,
): ReadOptions<RentalState> {
  return readOptions(getStateQuery, source, parameters)
}

/**
 * The key of `getState` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getStateQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getStateQueryKey({ chainId: 137, escrow: "0x…", id: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getState`, and `chainId`
 * @returns The key
 */
export function getStateQueryKey(
  parameters: QueryParameters<RentalQueryParameters> & { readonly chainId: number },
): ReadKey<RentalState> {
  return readKey("getState", parameters.chainId, withIds(parameters))
}
