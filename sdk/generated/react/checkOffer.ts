// Written by `npm run generate`. Do not edit.

import { checkOffer as core } from "../../core/offer/checkOffer.ts"
import type { CheckOfferParameters, OfferCheck } from "../../core/offer/checkOffer.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `checkOffer` as a query. */
export const checkOfferQuery: ReadQuery<CheckOfferParameters, OfferCheck> = {
  name: "checkOffer",
  connect: chainOf,
  needs: "escrow offer",
  freshness: "price",
  read: ({ chain }, parameters) => core(chain, parameters),
}

/**
 * TanStack Query's options for `checkOffer`: for `useQuery`, prefetching, loaders, and other frameworks. It is read
 * again every half minute.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { checkOfferQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const data = await new QueryClient().fetchQuery(checkOfferQueryOptions(client, { escrow: "0x…", offer, hostSignature: "0x…" }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `checkOffer`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function checkOfferQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<CheckOfferParameters>,
): ReadOptions<OfferCheck> {
  return readOptions(checkOfferQuery, source, parameters)
}

/**
 * The key of `checkOffer` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { checkOfferQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const offer: Offer
 * const queryKey = checkOfferQueryKey({ chainId: 137, escrow: "0x…", offer, hostSignature: "0x…" })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `checkOffer`, and `chainId`
 * @returns The key
 */
export function checkOfferQueryKey(
  parameters: QueryParameters<CheckOfferParameters> & { readonly chainId: number },
): ReadKey<OfferCheck> {
  return readKey("checkOffer", parameters.chainId, parameters)
}
