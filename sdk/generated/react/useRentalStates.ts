// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalIdsParameters } from "../../core/watch/getStates.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import type { RentalState } from "../../types.ts"
import { getStatesQuery } from "./getStates.ts"

/**
 * Reads the states of many rentals at one block, in one call where the chain has Multicall3.
 *
 * @example
 * import { useRentalStates } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useRentalStates({ escrow: "0x…", ids: ["0x…", "0x…"] })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getStates`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useRentalStates<selected = useRentalStates.Data>(
  parameters: useRentalStates.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getStatesQuery, parameters)
}

export declare namespace useRentalStates {
  type Parameters<selected = Data> = UseReadParameters<RentalIdsParameters, RentalState[], selected>
  type Data = RentalState[]
}
