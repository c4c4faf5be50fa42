// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getAccruedQuery } from "./getAccrued.ts"

/**
 * Reads the gross price earned so far, at the time of the block.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { useAccrued } from "@gpuflow/escrow/react"
 *
 * export function useShown(rental: Rental) {
 *   const { data, error } = useAccrued({ escrow: "0x…", rental })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getAccrued`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useAccrued<selected = useAccrued.Data>(
  parameters: useAccrued.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getAccruedQuery, parameters)
}

export declare namespace useAccrued {
  type Parameters<selected = Data> = UseReadParameters<RentalReadParameters, bigint, selected>
  type Data = bigint
}
