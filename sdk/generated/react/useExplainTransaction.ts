// Written by `npm run generate`. Do not edit.

"use client"

import type { ExplainTransactionParameters, TransactionExplanation } from "../../core/rental/explainTransaction.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { explainTransactionQuery } from "./explainTransaction.ts"

/**
 * Finds out why a transaction reverted. It runs the transaction again on the state of its block and decodes the error.
 *
 * @example
 * import { useExplainTransaction } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useExplainTransaction({ hash: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `explainTransaction`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useExplainTransaction<selected = useExplainTransaction.Data>(
  parameters: useExplainTransaction.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(explainTransactionQuery, parameters)
}

export declare namespace useExplainTransaction {
  type Parameters<selected = Data> = UseReadParameters<ExplainTransactionParameters, TransactionExplanation, selected>
  type Data = TransactionExplanation
}
