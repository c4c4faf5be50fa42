// Written by `npm run generate`. Do not edit.

"use client"

import type { HostReadParameters, TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getBondQuery } from "./getBond.ts"

/**
 * Reads the free part of a host's bond.
 *
 * @example
 * import { useBond } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useBond({ escrow: "0x…", host: "0x…", token: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getBond`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useBond<selected = useBond.Data>(
  parameters: useBond.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getBondQuery, parameters)
}

export declare namespace useBond {
  type Parameters<selected = Data> = UseReadParameters<TokenReadParameters & HostReadParameters, bigint, selected>
  type Data = bigint
}
