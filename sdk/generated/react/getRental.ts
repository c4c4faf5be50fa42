// Written by `npm run generate`. Do not edit.

import type { RentalDetails } from "../../core/rental/getRental.ts"
import { readRental } from "../../react/cachedReads.ts"
import type { RentalQueryParameters } from "../../react/cachedReads.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getRental` as a query. */
export const getRentalQuery: ReadQuery<RentalQueryParameters, RentalDetails> = {
  name: "getRental",
  named: withIds,
  connect: chainOf,
  needs: "escrow id|rental",
  freshness: "chain",
  read: readRental,
}

/**
 * TanStack Query's options for `getRental`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import { getRentalQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getRentalQueryOptions(client, { escrow: "0x…", id: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getRental`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getRentalQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<RentalQueryParameters>,
): ReadOptions<RentalDetails> {
  return readOptions(getRentalQuery, source, parameters)
}

/**
 * The key of `getRental` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getRentalQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getRentalQueryKey({ chainId: 137, escrow: "0x…", id: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getRental`, and `chainId`
 * @returns The key
 */
export function getRentalQueryKey(
  parameters: QueryParameters<RentalQueryParameters> & { readonly chainId: number },
): ReadKey<RentalDetails> {
  return readKey("getRental", parameters.chainId, withIds(parameters))
}
