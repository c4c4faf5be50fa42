// Written by `npm run generate`. Do not edit.

import type { GetMachineHistoryParameters, MachineHistory } from "../../core/watch/getMachineHistory.ts"
import { readMachineHistory } from "../../react/cachedReads.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getMachineHistory` as a query. */
export const getMachineHistoryQuery: ReadQuery<GetMachineHistoryParameters, MachineHistory> = {
  name: "getMachineHistory",
  connect: chainOf,
  needs: "escrow host machine",
  freshness: "history",
  read: readMachineHistory,
}

/**
 * TanStack Query's options for `getMachineHistory`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * fresh for minutes, and only what is new is read then.
 *
 * @example
 * import { getMachineHistoryQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getMachineHistoryQueryOptions(client, { escrow: "0x…", host: "0x…", machine: "0x…", limit: 10 }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getMachineHistory`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getMachineHistoryQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetMachineHistoryParameters>,
): ReadOptions<MachineHistory> {
  return readOptions(getMachineHistoryQuery, source, parameters)
}

/**
 * The key of `getMachineHistory` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getMachineHistoryQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getMachineHistoryQueryKey({ chainId: 137, escrow: "0x…", host: "0x…", machine: "0x…", limit: 10 })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getMachineHistory`, and `chainId`
 * @returns The key
 */
export function getMachineHistoryQueryKey(
  parameters: QueryParameters<GetMachineHistoryParameters> & { readonly chainId: number },
): ReadKey<MachineHistory> {
  return readKey("getMachineHistory", parameters.chainId, parameters)
}
