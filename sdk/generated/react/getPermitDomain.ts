// Written by `npm run generate`. Do not edit.

import type { GetPermitDomainParameters } from "../../core/plan/getPermitDomain.ts"
import type { TypedDataDomain } from "../../core/port.ts"
import { readPermitDomain } from "../../react/cachedReads.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getPermitDomain` as a query. */
export const getPermitDomainQuery: ReadQuery<GetPermitDomainParameters, TypedDataDomain | null> = {
  name: "getPermitDomain",
  connect: chainOf,
  needs: "token",
  freshness: "history",
  read: readPermitDomain,
}

/**
 * TanStack Query's options for `getPermitDomain`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * fresh for minutes, and only what is new is read then.
 *
 * @example
 * import { getPermitDomainQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getPermitDomainQueryOptions(client, { token: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getPermitDomain`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getPermitDomainQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetPermitDomainParameters>,
): ReadOptions<TypedDataDomain | null> {
  return readOptions(getPermitDomainQuery, source, parameters)
}

/**
 * The key of `getPermitDomain` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getPermitDomainQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getPermitDomainQueryKey({ chainId: 137, token: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getPermitDomain`, and `chainId`
 * @returns The key
 */
export function getPermitDomainQueryKey(
  parameters: QueryParameters<GetPermitDomainParameters> & { readonly chainId: number },
): ReadKey<TypedDataDomain | null> {
  return readKey("getPermitDomain", parameters.chainId, parameters)
}
