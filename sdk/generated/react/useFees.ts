// Written by `npm run generate`. Do not edit.

"use client"

import type { TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getFeesQuery } from "./getFees.ts"

/**
 * Reads the platform fees that wait for `collectFees`.
 *
 * @example
 * import { useFees } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useFees({ escrow: "0x…", token: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getFees`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useFees<selected = useFees.Data>(
  parameters: useFees.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getFeesQuery, parameters)
}

export declare namespace useFees {
  type Parameters<selected = Data> = UseReadParameters<TokenReadParameters, bigint, selected>
  type Data = bigint
}
