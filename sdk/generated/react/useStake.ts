// Written by `npm run generate`. Do not edit.

"use client"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getStakeQuery } from "./getStake.ts"

/**
 * Reads the renter's stake in a dispute, or the stake of a dispute at the time of the block.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { useStake } from "@gpuflow/escrow/react"
 *
 * export function useShown(rental: Rental) {
 *   const { data, error } = useStake({ escrow: "0x…", rental })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getStake`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useStake<selected = useStake.Data>(
  parameters: useStake.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getStakeQuery, parameters)
}

export declare namespace useStake {
  type Parameters<selected = Data> = UseReadParameters<RentalReadParameters, bigint, selected>
  type Data = bigint
}
