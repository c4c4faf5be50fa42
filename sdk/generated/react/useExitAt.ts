// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getExitAtQuery } from "./getExitAt.ts"

/**
 * Reads the latest time by which the money can be released without the other party's cooperation, even if there is a
 * dispute.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { useExitAt } from "@gpuflow/escrow/react"
 *
 * export function useShown(rental: Rental) {
 *   const { data, error } = useExitAt({ escrow: "0x…", rental })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getExitAt`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useExitAt<selected = useExitAt.Data>(
  parameters: useExitAt.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getExitAtQuery, parameters)
}

export declare namespace useExitAt {
  type Parameters<selected = Data> = UseReadParameters<RentalReadParameters, bigint, selected>
  type Data = bigint
}
