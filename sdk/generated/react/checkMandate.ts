// Written by `npm run generate`. Do not edit.

import { checkMandate as core } from "../../core/mandate/checkMandate.ts"
import type { CheckMandateParameters, MandateCheck } from "../../core/mandate/checkMandate.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `checkMandate` as a query. */
export const checkMandateQuery: ReadQuery<CheckMandateParameters, MandateCheck> = {
  name: "checkMandate",
  connect: chainOf,
  needs: "signed",
  freshness: "chain",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `checkMandate`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again while it can change.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { checkMandateQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const signed: SignedMandate
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(checkMandateQueryOptions(client, { signed }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `checkMandate`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function checkMandateQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<CheckMandateParameters>,
): ReadOptions<MandateCheck> {
  return readOptions(checkMandateQuery, source, parameters)
}

/**
 * The key of `checkMandate` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { checkMandateQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const signed: SignedMandate
 * const queryKey = checkMandateQueryKey({ chainId: 137, signed })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `checkMandate`, and `chainId`
 * @returns The key
 */
export function checkMandateQueryKey(
  parameters: QueryParameters<CheckMandateParameters> & { readonly chainId: number },
): ReadKey<MandateCheck> {
  return readKey("checkMandate", parameters.chainId, parameters)
}
