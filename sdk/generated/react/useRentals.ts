// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalDetails } from "../../core/rental/getRental.ts"
import type { RentalIdsParameters } from "../../core/watch/getStates.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getRentalsQuery } from "./getRentals.ts"

/**
 * Reads many rentals by their ids: all states in one call where the chain has Multicall3, and the terms in one query
 * per block with deposits. The terms are checked against the ids.
 *
 * @example
 * import { useRentals } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useRentals({ escrow: "0x…", ids: ["0x…", "0x…"] })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getRentals`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useRentals<selected = useRentals.Data>(
  parameters: useRentals.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getRentalsQuery, parameters)
}

export declare namespace useRentals {
  type Parameters<selected = Data> = UseReadParameters<RentalIdsParameters, RentalDetails[], selected>
  type Data = RentalDetails[]
}
