// Written by `npm run generate`. Do not edit.

import { getDollarValue as core } from "../../core/plan/getDollarValue.ts"
import type { DollarValue, GetDollarValueParameters } from "../../core/plan/getDollarValue.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getDollarValue` as a query. */
export const getDollarValueQuery: ReadQuery<GetDollarValueParameters, DollarValue> = {
  name: "getDollarValue",
  connect: chainOf,
  needs: "token amount",
  freshness: "price",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getDollarValue`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again every half minute.
 *
 * @example
 * import { getDollarValueQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getDollarValueQueryOptions(client, { token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", amount: 1_500_000n }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getDollarValue`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getDollarValueQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetDollarValueParameters>,
): ReadOptions<DollarValue> {
  return readOptions(getDollarValueQuery, source, parameters)
}

/**
 * The key of `getDollarValue` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getDollarValueQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getDollarValueQueryKey({ chainId: 137, token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", amount: 1_500_000n })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getDollarValue`, and `chainId`
 * @returns The key
 */
export function getDollarValueQueryKey(
  parameters: QueryParameters<GetDollarValueParameters> & { readonly chainId: number },
): ReadKey<DollarValue> {
  return readKey("getDollarValue", parameters.chainId, parameters)
}
