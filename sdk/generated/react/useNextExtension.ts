// Written by `npm run generate`. Do not edit.

"use client"

import type { GetNextExtensionParameters, NextExtension } from "../../core/mandate/getNextExtension.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getNextExtensionQuery } from "./getNextExtension.ts"

/**
 * Reads the extension that a mandate buys next, at today's price. It does not check the signature, the renter's
 * allowance and balance, the market, or the host's free bond: `checkMandate` does.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { useNextExtension } from "@gpuflow/escrow/react"
 *
 * export function useShown(signed: SignedMandate) {
 *   const { data, error } = useNextExtension(signed)
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getNextExtension`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useNextExtension<selected = useNextExtension.Data>(
  parameters: useNextExtension.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getNextExtensionQuery, parameters)
}

export declare namespace useNextExtension {
  type Parameters<selected = Data> = UseReadParameters<GetNextExtensionParameters, NextExtension, selected>
  type Data = NextExtension
}
