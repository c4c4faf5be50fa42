// Written by `npm run generate`. Do not edit.

"use client"

import type { GetPurchaseWaysParameters } from "../../core/router/getPurchaseWays.ts"
import type { PurchaseWayOption } from "../../core/router/purchaseWays.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getPurchaseWaysQuery } from "./getPurchaseWays.ts"

/**
 * Reads in which ways the payer can sign a purchase with this token: by the token's own authorization (ERC-3009), or by
 * Permit2. A way that token or account do not allow has the reason as an error.
 *
 * @example
 * import type { PreparedPurchase } from "@gpuflow/escrow/router"
 * import { usePurchaseWays } from "@gpuflow/escrow/react"
 *
 * export function useShown(purchase: PreparedPurchase) {
 *   const { data, error } = usePurchaseWays({ purchase })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getPurchaseWays`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function usePurchaseWays<selected = usePurchaseWays.Data>(
  parameters: usePurchaseWays.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getPurchaseWaysQuery, parameters)
}

export declare namespace usePurchaseWays {
  type Parameters<selected = Data> = UseReadParameters<GetPurchaseWaysParameters, readonly PurchaseWayOption[], selected>
  type Data = readonly PurchaseWayOption[]
}
