// Written by `npm run generate`. Do not edit.

import { getNextExtension as core } from "../../core/mandate/getNextExtension.ts"
import type { GetNextExtensionParameters, NextExtension } from "../../core/mandate/getNextExtension.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getNextExtension` as a query. */
export const getNextExtensionQuery: ReadQuery<GetNextExtensionParameters, NextExtension> = {
  name: "getNextExtension",
  named: withIds,
  connect: chainOf,
  needs: "mandateContract mandate rental",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getNextExtension`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * read again while it can change.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { getNextExtensionQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const signed: SignedMandate
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getNextExtensionQueryOptions(client, signed))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getNextExtension`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getNextExtensionQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetNextExtensionParameters>,
): ReadOptions<NextExtension> {
  return readOptions(getNextExtensionQuery, source, parameters)
}

/**
 * The key of `getNextExtension` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { getNextExtensionQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const signed: SignedMandate
 * const queryKey = getNextExtensionQueryKey({ ...signed, chainId: 137 })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getNextExtension`, and `chainId`
 * @returns The key
 */
export function getNextExtensionQueryKey(
  parameters: QueryParameters<GetNextExtensionParameters> & { readonly chainId: number },
): ReadKey<NextExtension> {
  return readKey("getNextExtension", parameters.chainId, withIds(parameters))
}
