// Written by `npm run generate`. Do not edit.

import { probeToken as core } from "../../core/plan/probeToken.ts"
import type { ProbeTokenParameters } from "../../core/plan/probeToken.ts"
import type { ProbedToken } from "../../core/plan/tokens.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `probeToken` as a query. */
export const probeTokenQuery: ReadQuery<ProbeTokenParameters, ProbedToken> = {
  name: "probeToken",
  connect: chainOf,
  needs: "token",
  freshness: "price",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `probeToken`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again every half minute.
 *
 * @example
 * import { probeTokenQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(probeTokenQueryOptions(client, { token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `probeToken`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function probeTokenQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<ProbeTokenParameters>,
): ReadOptions<ProbedToken> {
  return readOptions(probeTokenQuery, source, parameters)
}

/**
 * The key of `probeToken` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { probeTokenQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = probeTokenQueryKey({ chainId: 137, token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `probeToken`, and `chainId`
 * @returns The key
 */
export function probeTokenQueryKey(
  parameters: QueryParameters<ProbeTokenParameters> & { readonly chainId: number },
): ReadKey<ProbedToken> {
  return readKey("probeToken", parameters.chainId, parameters)
}
