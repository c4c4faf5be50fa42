// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalDetails } from "../../core/rental/getRental.ts"
import type { RentalQueryParameters } from "../../react/cachedReads.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getRentalQuery } from "./getRental.ts"

/**
 * Reads a rental by its id: the state from storage, the terms from the block of its deposit. The contract's own
 * `getRental` returns the state alone. The terms are checked against the id, so you need not trust the node for them.
 *
 * @example
 * import { useRental } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useRental({ escrow: "0x…", id: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getRental`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useRental<selected = useRental.Data>(
  parameters: useRental.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getRentalQuery, parameters)
}

export declare namespace useRental {
  type Parameters<selected = Data> = UseReadParameters<RentalQueryParameters, RentalDetails, selected>
  type Data = RentalDetails
}
