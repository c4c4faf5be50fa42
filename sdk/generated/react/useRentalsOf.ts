// Written by `npm run generate`. Do not edit.

"use client"

import type { GetRentalsOfParameters, RentalsPage } from "../../core/watch/getRentalsOf.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getRentalsOfQuery } from "./getRentalsOf.ts"

/**
 * Lists the rentals of a host or a renter from the events of their deposits. Blocks are requested in pieces as large as
 * the node answers. The terms are checked against their ids. To read only what is new the next time, store `resume` and
 * the deposits before its `nextBlock`, and pass it as `cursor`.
 *
 * @example
 * import { useRentalsOf } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useRentalsOf({ escrow: "0x…", renter: "0x…", fromBlock: 70_000_000n })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getRentalsOf`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useRentalsOf<selected = useRentalsOf.Data>(
  parameters: useRentalsOf.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getRentalsOfQuery, parameters)
}

export declare namespace useRentalsOf {
  type Parameters<selected = Data> = UseReadParameters<GetRentalsOfParameters, RentalsPage, selected>
  type Data = RentalsPage
}
