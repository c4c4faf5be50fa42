// Written by `npm run generate`. Do not edit.

"use client"

import type { DollarValue, GetDollarValueParameters } from "../../core/plan/getDollarValue.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getDollarValueQuery } from "./getDollarValue.ts"

/**
 * Converts an amount of a token into dollars, by the token's Chainlink feed: the reverse of `getQuote`, with the same
 * checks.
 *
 * @example
 * import { useDollarValue } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useDollarValue({ token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", amount: 1_500_000n })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getDollarValue`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useDollarValue<selected = useDollarValue.Data>(
  parameters: useDollarValue.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getDollarValueQuery, parameters)
}

export declare namespace useDollarValue {
  type Parameters<selected = Data> = UseReadParameters<GetDollarValueParameters, DollarValue, selected>
  type Data = DollarValue
}
