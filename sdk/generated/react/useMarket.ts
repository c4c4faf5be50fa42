// Written by `npm run generate`. Do not edit.

"use client"

import type { TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import type { Market } from "../../types.ts"
import { getMarketQuery } from "./getMarket.ts"

/**
 * Reads a token's market: arbiter, fee, and whether it is open.
 *
 * @example
 * import { useMarket } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useMarket({ escrow: "0x…", token: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getMarket`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useMarket<selected = useMarket.Data>(
  parameters: useMarket.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getMarketQuery, parameters)
}

export declare namespace useMarket {
  type Parameters<selected = Data> = UseReadParameters<TokenReadParameters, Market, selected>
  type Data = Market
}
