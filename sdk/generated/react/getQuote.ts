// Written by `npm run generate`. Do not edit.

import { getQuote as core } from "../../core/plan/getQuote.ts"
import type { GetQuoteParameters } from "../../core/plan/getQuote.ts"
import type { Quote } from "../../core/plan/quote.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `getQuote` as a query. */
export const getQuoteQuery: ReadQuery<GetQuoteParameters, Quote> = {
  name: "getQuote",
  connect: chainOf,
  needs: "token dollarsPerHour hours|seconds slippageBps validFor",
  freshness: "price",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `getQuote`: for `useQuery`, prefetching, loaders, and other frameworks. It is read again
 * every half minute.
 *
 * @example
 * import { getQuoteQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(getQuoteQueryOptions(client, { token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", dollarsPerHour: "1.50", hours: 8n, slippageBps: 50n, validFor: 600n }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `getQuote`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function getQuoteQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<GetQuoteParameters>,
): ReadOptions<Quote> {
  return readOptions(getQuoteQuery, source, parameters)
}

/**
 * The key of `getQuote` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { getQuoteQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = getQuoteQueryKey({ chainId: 137, token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", dollarsPerHour: "1.50", hours: 8n, slippageBps: 50n, validFor: 600n })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `getQuote`, and `chainId`
 * @returns The key
 */
export function getQuoteQueryKey(
  parameters: QueryParameters<GetQuoteParameters> & { readonly chainId: number },
): ReadKey<Quote> {
  return readKey("getQuote", parameters.chainId, parameters)
}
