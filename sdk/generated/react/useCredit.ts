// Written by `npm run generate`. Do not edit.

"use client"

import type { CreditReadParameters } from "../../core/rental/getCredit.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getCreditQuery } from "./getCredit.ts"

/**
 * Reads the payouts to an account that wait for `withdraw`.
 *
 * @example
 * import { useCredit } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useCredit({ escrow: "0x…", token: "0x…", account: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getCredit`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useCredit<selected = useCredit.Data>(
  parameters: useCredit.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getCreditQuery, parameters)
}

export declare namespace useCredit {
  type Parameters<selected = Data> = UseReadParameters<CreditReadParameters, bigint, selected>
  type Data = bigint
}
