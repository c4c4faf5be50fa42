// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { getAccrued as core } from "../../core/rental/getAccrued.ts"
import { withState } from "../../react/cachedReads.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getAccrued` as a query. */
export const getAccruedQuery: ReadQuery<RentalReadParameters, bigint, Reads> = {
  name: "getAccrued",
  named: withIds,
  connect: readsOf,
  needs: "escrow rental",
  freshness: "chain",
  read: withState(core),
}

/**
 * TanStack Query's options for `getAccrued`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getAccruedQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getAccruedQueryOptions(client, { escrow: "0x…", rental }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getAccrued`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getAccruedQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<RentalReadParameters>,
): ReadOptions<bigint> {
  return readOptions(getAccruedQuery, source, parameters)
}

/**
 * The key of `getAccrued` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getAccruedQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const rental: Rental
 * const queryKey = getAccruedQueryKey({ chainId: 137, escrow: "0x…", rental })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getAccrued`, and `chainId`
 * @returns The key
 */
export function getAccruedQueryKey(
  parameters: QueryParameters<RentalReadParameters> & { readonly chainId: number },
): ReadKey<bigint> {
  return readKey("getAccrued", parameters.chainId, withIds(parameters))
}
