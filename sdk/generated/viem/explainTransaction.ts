// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { explainTransaction as core } from "../../core/rental/explainTransaction.ts"
import type { ExplainTransactionParameters, TransactionExplanation } from "../../core/rental/explainTransaction.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Finds out why a transaction reverted. It runs the transaction again on the state of its block and decodes the error.
 *
 * @example
 * import { explainTransaction, isEscrowError } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const explanation = await explainTransaction(client, { hash: "0x…" })
 * if (explanation.status === "reverted" && isEscrowError(explanation.cause)) console.log(explanation.cause.message)
 *
 * @param client A viem client; to explain an old transaction, of a node that keeps old states
 * @returns `success`, `pending`, `unknown`, or `reverted` with the cause: the contract's error, or the client's
 */
export function explainTransaction(
  client: Client,
  parameters: explainTransaction.Parameters,
): Promise<explainTransaction.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace explainTransaction {
  type Parameters = ExplainTransactionParameters
  type ReturnType = TransactionExplanation
}
