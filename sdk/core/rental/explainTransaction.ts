import type { Hash } from "../../types.ts"
import type { Chain, TransactionReceipt } from "../port.ts"
import { hasEscrowBrand, toEscrowError } from "../revert.ts"

/** Parameters of `explainTransaction`. */
export type ExplainTransactionParameters = {
  /** The transaction's hash. */
  readonly hash: Hash
}

/** Why a transaction failed, as far as running it again shows it. */
export type TransactionExplanation =
  | { readonly status: "success" | "pending" | "unknown" }
  | {
      readonly status: "reverted"
      readonly receipt: TransactionReceipt
      /** The contract's error, or the library's. Undefined if the call would succeed now. */
      readonly cause: unknown
    }

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
export async function explainTransaction(
  chain: Chain,
  { hash }: ExplainTransactionParameters,
): Promise<TransactionExplanation> {
  const [transaction, receipt] = await Promise.all([chain.transaction(hash), chain.receipt(hash)])
  if (!receipt) return { status: transaction ? "pending" : "unknown" }
  if (receipt.status === "success") return { status: "success" }
  if (!transaction) return { status: "reverted", receipt, cause: undefined }
  const { from } = transaction
  // In its own block it ran on a state between these two. The contract's error is preferred to others.
  let cause: unknown
  for (const blockNumber of [receipt.blockNumber, receipt.blockNumber - 1n]) {
    const found = await chain.call(transaction, { from, blockNumber }).then(
      () => undefined,
      (error: unknown) => toEscrowError(chain.codec, error),
    )
    if (hasEscrowBrand(found)) return { status: "reverted", receipt, cause: found }
    cause ??= found
  }
  return { status: "reverted", receipt, cause }
}
