// Written by `npm run generate`. Do not edit.

import { getMandateStatus as core } from "../../core/mandate/getMandateStatus.ts"
import type { GetMandateStatusParameters, MandateStatus } from "../../core/mandate/getMandateStatus.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getMandateStatus` as a query. */
export const getMandateStatusQuery: ReadQuery<GetMandateStatusParameters, MandateStatus> = {
  name: "getMandateStatus",
  connect: chainOf,
  needs: "mandateContract renter salt",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getMandateStatus`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * read again while it can change.
 *
 * @example
 * import { getMandateStatusQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getMandateStatusQueryOptions(client, { mandateContract: "0x…", renter: "0x…", salt: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getMandateStatus`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getMandateStatusQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetMandateStatusParameters>,
): ReadOptions<MandateStatus> {
  return readOptions(getMandateStatusQuery, source, parameters)
}

/**
 * The key of `getMandateStatus` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getMandateStatusQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getMandateStatusQueryKey({ chainId: 137, mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getMandateStatus`, and `chainId`
 * @returns The key
 */
export function getMandateStatusQueryKey(
  parameters: QueryParameters<GetMandateStatusParameters> & { readonly chainId: number },
): ReadKey<MandateStatus> {
  return readKey("getMandateStatus", parameters.chainId, parameters)
}
