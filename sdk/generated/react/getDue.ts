// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { getDue as core } from "../../core/rental/getDue.ts"
import type { due } from "../../math.ts"
import { withState } from "../../react/cachedReads.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getDue` as a query. */
export const getDueQuery: ReadQuery<RentalReadParameters, due.ReturnType, Reads> = {
  name: "getDue",
  named: withIds,
  connect: readsOf,
  needs: "escrow rental",
  freshness: "chain",
  read: withState(core),
}

/**
 * TanStack Query's options for `getDue`: for `useQuery`, prefetching, loaders, and other frameworks. It is read again
 * while it can change.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getDueQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getDueQueryOptions(client, { escrow: "0x…", rental }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getDue`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getDueQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<RentalReadParameters>,
): ReadOptions<due.ReturnType> {
  return readOptions(getDueQuery, source, parameters)
}

/**
 * The key of `getDue` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getDueQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const rental: Rental
 * const queryKey = getDueQueryKey({ chainId: 137, escrow: "0x…", rental })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getDue`, and `chainId`
 * @returns The key
 */
export function getDueQueryKey(
  parameters: QueryParameters<RentalReadParameters> & { readonly chainId: number },
): ReadKey<due.ReturnType> {
  return readKey("getDue", parameters.chainId, withIds(parameters))
}
