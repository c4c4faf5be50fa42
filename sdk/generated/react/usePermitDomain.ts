// Written by `npm run generate`. Do not edit.

"use client"

import type { GetPermitDomainParameters } from "../../core/plan/getPermitDomain.ts"
import type { TypedDataDomain } from "../../core/port.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getPermitDomainQuery } from "./getPermitDomain.ts"

/**
 * Reads the EIP-712 domain of a token's permits (EIP-2612), checked against the domain separator that the token itself
 * reports.
 *
 * @example
 * import { usePermitDomain } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = usePermitDomain({ token: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getPermitDomain`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function usePermitDomain<selected = usePermitDomain.Data>(
  parameters: usePermitDomain.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getPermitDomainQuery, parameters)
}

export declare namespace usePermitDomain {
  type Parameters<selected = Data> = UseReadParameters<GetPermitDomainParameters, TypedDataDomain | null, selected>
  type Data = TypedDataDomain | null
}
