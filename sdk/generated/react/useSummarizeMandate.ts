// Written by `npm run generate`. Do not edit.

"use client"

import type { MandateSummary, SummarizeMandateParameters } from "../../core/mandate/summarizeMandate.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { summarizeMandateQuery } from "./summarizeMandate.ts"

/**
 * Reads what a mandate allows, in words and figures, to be shown before the renter signs.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { useSummarizeMandate } from "@gpuflow/escrow/react"
 *
 * export function useShown({ mandate, rental }: SignedMandate) {
 *   const { data, error } = useSummarizeMandate({ escrow: "0x…", mandateContract: "0x…", mandate, rental })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `summarizeMandate`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useSummarizeMandate<selected = useSummarizeMandate.Data>(
  parameters: useSummarizeMandate.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(summarizeMandateQuery, parameters)
}

export declare namespace useSummarizeMandate {
  type Parameters<selected = Data> = UseReadParameters<SummarizeMandateParameters, MandateSummary, selected>
  type Data = MandateSummary
}
