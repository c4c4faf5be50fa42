// Written by `npm run generate`. Do not edit.

"use client"

import type { VerifyOfferParameters } from "../../core/offer/verifyOffer.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { verifyOfferQuery } from "./verifyOffer.ts"

/**
 * Checks whether the escrow would accept an offer's signature, by the key of the host's current signer or by the
 * signer's contract (ERC-1271). It checks only the signature. Whether the offer can be taken is what `checkOffer`
 * returns.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { useVerifyOffer } from "@gpuflow/escrow/react"
 *
 * export function useShown(offer: Offer) {
 *   const { data, error } = useVerifyOffer({ escrow: "0x…", offer, hostSignature: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `verifyOffer`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useVerifyOffer<selected = useVerifyOffer.Data>(
  parameters: useVerifyOffer.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(verifyOfferQuery, parameters)
}

export declare namespace useVerifyOffer {
  type Parameters<selected = Data> = UseReadParameters<VerifyOfferParameters, boolean, selected>
  type Data = boolean
}
