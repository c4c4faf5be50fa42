// Written by `npm run generate`. Do not edit.

"use client"

import type { Claim, GetClaimsParameters } from "../../core/watch/getClaims.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getClaimsQuery } from "./getClaims.ts"

/**
 * Lists what `settle` pays now, or will pay if no one acts: how much, to whom, and from when. The SDK computes it from
 * the states and the time of one block, so a thousand rentals take one call.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { useClaims } from "@gpuflow/escrow/react"
 *
 * export function useShown(rentals: Rental[]) {
 *   const { data, error } = useClaims({ escrow: "0x…", rentals })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getClaims`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useClaims<selected = useClaims.Data>(
  parameters: useClaims.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getClaimsQuery, parameters)
}

export declare namespace useClaims {
  type Parameters<selected = Data> = UseReadParameters<GetClaimsParameters, Claim[], selected>
  type Data = Claim[]
}
