// Written by `npm run generate`. Do not edit.

"use client"

import type { HostReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import type { Host } from "../../types.ts"
import { getHostQuery } from "./getHost.ts"

/**
 * Reads a host: the key that signs for it, and the epoch that its offers must have.
 *
 * @example
 * import { useHost } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useHost({ escrow: "0x…", host: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getHost`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useHost<selected = useHost.Data>(
  parameters: useHost.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getHostQuery, parameters)
}

export declare namespace useHost {
  type Parameters<selected = Data> = UseReadParameters<HostReadParameters, Host, selected>
  type Data = Host
}
