// Written by `npm run generate`. Do not edit.

"use client"

import type { CheckMandateParameters, MandateCheck } from "../../core/mandate/checkMandate.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { checkMandateQuery } from "./checkMandate.ts"

/**
 * Checks whether a mandate would be executed now, or when, and everything that stands against it: the mandate's own
 * terms,
 * the signature, the rental, the renter's allowance and balance, the token, the market, and the host's free bond. The
 * problems are in the contract's order, so the first is what an execution would fail with. Ask before the extension is
 * due, and warn the renter of what will refuse it.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { useCheckMandate } from "@gpuflow/escrow/react"
 *
 * export function useShown(signed: SignedMandate) {
 *   const { data, error } = useCheckMandate({ signed })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `checkMandate`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useCheckMandate<selected = useCheckMandate.Data>(
  parameters: useCheckMandate.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(checkMandateQuery, parameters)
}

export declare namespace useCheckMandate {
  type Parameters<selected = Data> = UseReadParameters<CheckMandateParameters, MandateCheck, selected>
  type Data = MandateCheck
}
