// Written by `npm run generate`. Do not edit.

"use client"

import type { GetMandateStatusParameters, MandateStatus } from "../../core/mandate/getMandateStatus.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getMandateStatusQuery } from "./getMandateStatus.ts"

/**
 * Reads what the mandates of a renter with this salt have spent, whether the renter has revoked them, and the renter's
 * epoch.
 *
 * @example
 * import { useMandateStatus } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useMandateStatus({ mandateContract: "0x…", renter: "0x…", salt: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getMandateStatus`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useMandateStatus<selected = useMandateStatus.Data>(
  parameters: useMandateStatus.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getMandateStatusQuery, parameters)
}

export declare namespace useMandateStatus {
  type Parameters<selected = Data> = UseReadParameters<GetMandateStatusParameters, MandateStatus, selected>
  type Data = MandateStatus
}
