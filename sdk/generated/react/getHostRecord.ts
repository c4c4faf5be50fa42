// Written by `npm run generate`. Do not edit.

import type { CountedHostRecord, GetHostRecordParameters } from "../../core/watch/getHostRecord.ts"
import { readHostRecord } from "../../react/cachedReads.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getHostRecord` as a query. */
export const getHostRecordQuery: ReadQuery<GetHostRecordParameters, CountedHostRecord> = {
  name: "getHostRecord",
  connect: chainOf,
  needs: "escrow host",
  freshness: "history",
  read: readHostRecord,
}

/**
 * TanStack Query's options for `getHostRecord`: for `useQuery`, prefetching, loaders, and other frameworks. It is fresh
 * for minutes, and only what is new is read then.
 *
 * @example
 * import { getHostRecordQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getHostRecordQueryOptions(client, { escrow: "0x…", host: "0x…", fromBlock: 70_000_000n }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getHostRecord`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getHostRecordQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetHostRecordParameters>,
): ReadOptions<CountedHostRecord> {
  return readOptions(getHostRecordQuery, source, parameters)
}

/**
 * The key of `getHostRecord` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getHostRecordQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getHostRecordQueryKey({ chainId: 137, escrow: "0x…", host: "0x…", fromBlock: 70_000_000n })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getHostRecord`, and `chainId`
 * @returns The key
 */
export function getHostRecordQueryKey(
  parameters: QueryParameters<GetHostRecordParameters> & { readonly chainId: number },
): ReadKey<CountedHostRecord> {
  return readKey("getHostRecord", parameters.chainId, parameters)
}
