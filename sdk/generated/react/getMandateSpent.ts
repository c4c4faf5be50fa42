// Written by `npm run generate`. Do not edit.

import { getMandateSpent as core } from "../../core/mandate/getMandateSpent.ts"
import type { GetMandateSpentParameters } from "../../core/mandate/getMandateSpent.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getMandateSpent` as a query. */
export const getMandateSpentQuery: ReadQuery<GetMandateSpentParameters, bigint> = {
  name: "getMandateSpent",
  connect: chainOf,
  needs: "mandateContract renter salt",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getMandateSpent`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * read again while it can change.
 *
 * @example
 * import { getMandateSpentQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getMandateSpentQueryOptions(client, { mandateContract: "0x…", renter: "0x…", salt: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getMandateSpent`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getMandateSpentQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetMandateSpentParameters>,
): ReadOptions<bigint> {
  return readOptions(getMandateSpentQuery, source, parameters)
}

/**
 * The key of `getMandateSpent` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getMandateSpentQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getMandateSpentQueryKey({ chainId: 137, mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getMandateSpent`, and `chainId`
 * @returns The key
 */
export function getMandateSpentQueryKey(
  parameters: QueryParameters<GetMandateSpentParameters> & { readonly chainId: number },
): ReadKey<bigint> {
  return readKey("getMandateSpent", parameters.chainId, parameters)
}
