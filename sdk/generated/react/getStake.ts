// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { getStake as core } from "../../core/rental/getStake.ts"
import { withState } from "../../react/cachedReads.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getStake` as a query. */
export const getStakeQuery: ReadQuery<RentalReadParameters, bigint, Reads> = {
  name: "getStake",
  named: withIds,
  connect: readsOf,
  needs: "escrow rental",
  freshness: "chain",
  read: withState(core),
}

/**
 * TanStack Query's options for `getStake`: for `useQuery`, prefetching, loaders, and other frameworks. It is read again
 * while it can change.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getStakeQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getStakeQueryOptions(client, { escrow: "0x…", rental }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getStake`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getStakeQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<RentalReadParameters>,
): ReadOptions<bigint> {
  return readOptions(getStakeQuery, source, parameters)
}

/**
 * The key of `getStake` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { getStakeQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const rental: Rental
 * const queryKey = getStakeQueryKey({ chainId: 137, escrow: "0x…", rental })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getStake`, and `chainId`
 * @returns The key
 */
export function getStakeQueryKey(
  parameters: QueryParameters<RentalReadParameters> & { readonly chainId: number },
): ReadKey<bigint> {
  return readKey("getStake", parameters.chainId, withIds(parameters))
}
