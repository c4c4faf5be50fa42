// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { HostReadParameters } from "../../core/rental/escrowRead.ts"
import { getHost as core } from "../../core/rental/getHost.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import type { Host } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getHost` as a query. */
export const getHostQuery: ReadQuery<HostReadParameters, Host, Reads> = {
  name: "getHost",
  connect: readsOf,
  needs: "escrow host",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getHost`: for `useQuery`, prefetching, loaders, and other frameworks. It is read again
 * while it can change.
 *
 * @example
 * import { getHostQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getHostQueryOptions(client, { escrow: "0x…", host: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getHost`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getHostQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<HostReadParameters>,
): ReadOptions<Host> {
  return readOptions(getHostQuery, source, parameters)
}

/**
 * The key of `getHost` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getHostQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getHostQueryKey({ chainId: 137, escrow: "0x…", host: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getHost`, and `chainId`
 * @returns The key
 */
export function getHostQueryKey(
  parameters: QueryParameters<HostReadParameters> & { readonly chainId: number },
): ReadKey<Host> {
  return readKey("getHost", parameters.chainId, parameters)
}
