// Written by `npm run generate`. Do not edit.

"use client"

import type { CheckOfferParameters, OfferCheck } from "../../core/offer/checkOffer.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { checkOfferQuery } from "./checkOffer.ts"

/**
 * Checks what `deposit` would say to an offer in the next block: its terms, its signature, and the state of market,
 * host, machine and bond. It tells apart what can never succeed and what cannot succeed now. With a signature and
 * without a problem so far, it also simulates the deposit, up to the transfer of the price.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { useCheckOffer } from "@gpuflow/escrow/react"
 *
 * export function useShown(offer: Offer) {
 *   const { data, error } = useCheckOffer({ escrow: "0x…", offer, hostSignature: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `checkOffer`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useCheckOffer<selected = useCheckOffer.Data>(
  parameters: useCheckOffer.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(checkOfferQuery, parameters)
}

export declare namespace useCheckOffer {
  type Parameters<selected = Data> = UseReadParameters<CheckOfferParameters, OfferCheck, selected>
  type Data = OfferCheck
}
