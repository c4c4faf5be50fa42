// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalQueryParameters } from "../../react/cachedReads.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import type { RentalState } from "../../types.ts"
import { getStateQuery } from "./getState.ts"

/**
 * Reads the state of a rental by its id.
 *
 * @example
 * import { useRentalState } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useRentalState({ escrow: "0x…", id: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getState`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useRentalState<selected = useRentalState.Data>(
  parameters: useRentalState.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getStateQuery, parameters)
}

export declare namespace useRentalState {
  type Parameters<selected = Data> = UseReadParameters<RentalQueryParameters, RentalState, selected>
  type Data = RentalState
}
