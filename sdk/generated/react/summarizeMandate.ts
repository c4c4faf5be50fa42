// Written by `npm run generate`. Do not edit.

import { summarizeMandate as core } from "../../core/mandate/summarizeMandate.ts"
import type { MandateSummary, SummarizeMandateParameters } from "../../core/mandate/summarizeMandate.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `summarizeMandate` as a query. */
export const summarizeMandateQuery: ReadQuery<SummarizeMandateParameters, MandateSummary> = {
  name: "summarizeMandate",
  named: withIds,
  connect: chainOf,
  needs: "escrow mandateContract mandate rental",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `summarizeMandate`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * read again while it can change.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { summarizeMandateQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const { mandate, rental }: SignedMandate
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(summarizeMandateQueryOptions(client, { escrow: "0x…", mandateContract: "0x…", mandate, rental }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `summarizeMandate`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function summarizeMandateQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<SummarizeMandateParameters>,
): ReadOptions<MandateSummary> {
  return readOptions(summarizeMandateQuery, source, parameters)
}

/**
 * The key of `summarizeMandate` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { summarizeMandateQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const { mandate, rental }: SignedMandate
 * const queryKey = summarizeMandateQueryKey({ chainId: 137, escrow: "0x…", mandateContract: "0x…", mandate, rental })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `summarizeMandate`, and `chainId`
 * @returns The key
 */
export function summarizeMandateQueryKey(
  parameters: QueryParameters<SummarizeMandateParameters> & { readonly chainId: number },
): ReadKey<MandateSummary> {
  return readKey("summarizeMandate", parameters.chainId, withIds(parameters))
}
