// Written by `npm run generate`. Do not edit.

import { getPurchaseWays as core } from "../../core/router/getPurchaseWays.ts"
import type { GetPurchaseWaysParameters } from "../../core/router/getPurchaseWays.ts"
import type { PurchaseWayOption } from "../../core/router/purchaseWays.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getPurchaseWays` as a query. */
export const getPurchaseWaysQuery: ReadQuery<GetPurchaseWaysParameters, readonly PurchaseWayOption[]> = {
  name: "getPurchaseWays",
  connect: chainOf,
  needs: "purchase",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getPurchaseWays`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * read again while it can change.
 *
 * @example
 * import type { PreparedPurchase } from "@gpuflow/escrow/router"
 * import { getPurchaseWaysQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const purchase: PreparedPurchase
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getPurchaseWaysQueryOptions(client, { purchase }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getPurchaseWays`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getPurchaseWaysQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetPurchaseWaysParameters>,
): ReadOptions<readonly PurchaseWayOption[]> {
  return readOptions(getPurchaseWaysQuery, source, parameters)
}

/**
 * The key of `getPurchaseWays` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { PreparedPurchase } from "@gpuflow/escrow/router"
 * import { getPurchaseWaysQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const purchase: PreparedPurchase
 * const queryKey = getPurchaseWaysQueryKey({ chainId: 137, purchase })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getPurchaseWays`, and `chainId`
 * @returns The key
 */
export function getPurchaseWaysQueryKey(
  parameters: QueryParameters<GetPurchaseWaysParameters> & { readonly chainId: number },
): ReadKey<readonly PurchaseWayOption[]> {
  return readKey("getPurchaseWays", parameters.chainId, parameters)
}
