// Written by `npm run generate`. Do not edit.

import { verifyOffer as core } from "../../core/offer/verifyOffer.ts"
import type { VerifyOfferParameters } from "../../core/offer/verifyOffer.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `verifyOffer` as a query. */
export const verifyOfferQuery: ReadQuery<VerifyOfferParameters, boolean> = {
  name: "verifyOffer",
  connect: chainOf,
  needs: "escrow offer hostSignature",
  freshness: "price",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `verifyOffer`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again every half minute.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { verifyOfferQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(verifyOfferQueryOptions(client, { escrow: "0x…", offer, hostSignature: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `verifyOffer`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function verifyOfferQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<VerifyOfferParameters>,
): ReadOptions<boolean> {
  return readOptions(verifyOfferQuery, source, parameters)
}

/**
 * The key of `verifyOffer` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { verifyOfferQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const offer: Offer
 * const queryKey = verifyOfferQueryKey({ chainId: 137, escrow: "0x…", offer, hostSignature: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `verifyOffer`, and `chainId`
 * @returns The key
 */
export function verifyOfferQueryKey(
  parameters: QueryParameters<VerifyOfferParameters> & { readonly chainId: number },
): ReadKey<boolean> {
  return readKey("verifyOffer", parameters.chainId, parameters)
}
