// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import type { due } from "../../math.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getDueQuery } from "./getDue.ts"

/**
 * Reads the principal that `settle` would move at the time of the block.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { useDue } from "@gpuflow/escrow/react"
 *
 * export function useShown(rental: Rental) {
 *   const { data, error } = useDue({ escrow: "0x…", rental })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getDue`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useDue<selected = useDue.Data>(
  parameters: useDue.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getDueQuery, parameters)
}

export declare namespace useDue {
  type Parameters<selected = Data> = UseReadParameters<RentalReadParameters, due.ReturnType, selected>
  type Data = due.ReturnType
}
