// Written by `npm run generate`. Do not edit.

"use client"

import type { GetMandateSpentParameters } from "../../core/mandate/getMandateSpent.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getMandateSpentQuery } from "./getMandateSpent.ts"

/**
 * Reads what the mandates of a renter with this salt have spent so far, tips included.
 *
 * @example
 * import { useMandateSpent } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useMandateSpent({ mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getMandateSpent`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useMandateSpent<selected = useMandateSpent.Data>(
  parameters: useMandateSpent.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getMandateSpentQuery, parameters)
}

export declare namespace useMandateSpent {
  type Parameters<selected = Data> = UseReadParameters<GetMandateSpentParameters, bigint, selected>
  type Data = bigint
}
