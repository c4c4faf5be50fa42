// Written by `npm run generate`. Do not edit.

import { getAdministration as core } from "../../core/admin/getAdministration.ts"
import type { Administration } from "../../core/admin/getAdministration.ts"
import type { ReadParameters } from "../../core/rental/escrowRead.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getAdministration` as a query. */
export const getAdministrationQuery: ReadQuery<ReadParameters, Administration> = {
  name: "getAdministration",
  connect: chainOf,
  needs: "escrow",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getAdministration`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * read again while it can change.
 *
 * @example
 * import { getAdministrationQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getAdministrationQueryOptions(client, { escrow: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getAdministration`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getAdministrationQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<ReadParameters>,
): ReadOptions<Administration> {
  return readOptions(getAdministrationQuery, source, parameters)
}

/**
 * The key of `getAdministration` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getAdministrationQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getAdministrationQueryKey({ chainId: 137, escrow: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getAdministration`, and `chainId`
 * @returns The key
 */
export function getAdministrationQueryKey(
  parameters: QueryParameters<ReadParameters> & { readonly chainId: number },
): ReadKey<Administration> {
  return readKey("getAdministration", parameters.chainId, parameters)
}
