// Written by `npm run generate`. Do not edit.

"use client"

import type { ProbeTokenParameters } from "../../core/plan/probeToken.ts"
import type { ProbedToken } from "../../core/plan/tokens.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { probeTokenQuery } from "./probeToken.ts"

/**
 * Checks on the chain that a token has code and the decimals of its entry. Its symbol is not checked, because a token's
 * owner can change it. If the contract has another one, it is in `symbolOnChain`.
 *
 * @example
 * import { useProbeToken } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useProbeToken({ token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `probeToken`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useProbeToken<selected = useProbeToken.Data>(
  parameters: useProbeToken.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(probeTokenQuery, parameters)
}

export declare namespace useProbeToken {
  type Parameters<selected = Data> = UseReadParameters<ProbeTokenParameters, ProbedToken, selected>
  type Data = ProbedToken
}
