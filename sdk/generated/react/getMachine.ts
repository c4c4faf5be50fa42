// Written by `npm run generate`. Do not edit.

import type { Reads } from "../../core/port.ts"
import type { MachineReadParameters } from "../../core/rental/escrowRead.ts"
import { getMachine as core } from "../../core/rental/getMachine.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import type { Machine } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

/** `getMachine` as a query. */
export const getMachineQuery: ReadQuery<MachineReadParameters, Machine, Reads> = {
  name: "getMachine",
  connect: readsOf,
  needs: "escrow host machine",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getMachine`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import { getMachineQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getMachineQueryOptions(client, { escrow: "0x…", host: "0x…", machine: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getMachine`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getMachineQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<MachineReadParameters>,
): ReadOptions<Machine> {
  return readOptions(getMachineQuery, source, parameters)
}

/**
 * The key of `getMachine` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getMachineQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getMachineQueryKey({ chainId: 137, escrow: "0x…", host: "0x…", machine: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getMachine`, and `chainId`
 * @returns The key
 */
export function getMachineQueryKey(
  parameters: QueryParameters<MachineReadParameters> & { readonly chainId: number },
): ReadKey<Machine> {
  return readKey("getMachine", parameters.chainId, parameters)
}
