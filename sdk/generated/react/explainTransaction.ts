// Written by `npm run generate`. Do not edit.

import { explainTransaction as core } from "../../core/rental/explainTransaction.ts"
import type { ExplainTransactionParameters, TransactionExplanation } from "../../core/rental/explainTransaction.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `explainTransaction` as a query. */
export const explainTransactionQuery: ReadQuery<ExplainTransactionParameters, TransactionExplanation> = {
  name: "explainTransaction",
  connect: chainOf,
  needs: "hash",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `explainTransaction`: for `useQuery`, prefetching, loaders, and other frameworks. It is
 * read again while it can change.
 *
 * @example
 * import { explainTransactionQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(explainTransactionQueryOptions(client, { hash: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `explainTransaction`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function explainTransactionQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<ExplainTransactionParameters>,
): ReadOptions<TransactionExplanation> {
  return readOptions(explainTransactionQuery, source, parameters)
}

/**
 * The key of `explainTransaction` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import { explainTransactionQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * const queryKey = explainTransactionQueryKey({ chainId: 137, hash: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `explainTransaction`, and `chainId`
 * @returns The key
 */
export function explainTransactionQueryKey(
  parameters: QueryParameters<ExplainTransactionParameters> & { readonly chainId: number },
): ReadKey<TransactionExplanation> {
  return readKey("explainTransaction", parameters.chainId, parameters)
}
