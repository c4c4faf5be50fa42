// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import { getCredit as core } from "../../core/rental/getCredit.ts"
import type { CreditReadParameters } from "../../core/rental/getCredit.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getCredit` as a query. */
export const getCreditQuery: ReadQuery<CreditReadParameters, bigint, Reads> = {
  name: "getCredit",
  connect: readsOf,
  needs: "escrow token account",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getCredit`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import { getCreditQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getCreditQueryOptions(client, { escrow: "0x…", token: "0x…", account: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getCredit`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getCreditQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<CreditReadParameters>,
): ReadOptions<bigint> {
  return readOptions(getCreditQuery, source, parameters)
}

/**
 * The key of `getCredit` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getCreditQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getCreditQueryKey({ chainId: 137, escrow: "0x…", token: "0x…", account: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getCredit`, and `chainId`
 * @returns The key
 */
export function getCreditQueryKey(
  parameters: QueryParameters<CreditReadParameters> & { readonly chainId: number },
): ReadKey<bigint> {
  return readKey("getCredit", parameters.chainId, parameters)
}
