import type { Chain, TransactionReceipt } from "../port.ts"
import { hasEscrowBrand, toEscrowError } from "../revert.ts"
import type { WaitForTransactionParameters } from "./waitForTransaction.ts"

/** Why a transaction failed, as far as it can be seen by running it again. */
export type TransactionExplanation =
  | { readonly status: "success" | "pending" | "unknown" }
  | {
      readonly status: "reverted"
      readonly receipt: TransactionReceipt
      /** The contract's error, or what the library threw; undefined if it would succeed now. */
      readonly cause: unknown
    }

/**
 * Runs it again on the state after its block, then on the one before: in its own block it ran somewhere in between. The
 * contract's own error is preferred.
 */
export async function explainTransaction(
  chain: Chain,
  { hash }: Pick<WaitForTransactionParameters, "hash">,
): Promise<TransactionExplanation> {
  const [transaction, receipt] = await Promise.all([chain.transaction(hash), chain.receipt(hash)])
  if (!receipt) return { status: transaction ? "pending" : "unknown" }
  if (receipt.status === "success") return { status: "success" }
  if (!transaction) return { status: "reverted", receipt, cause: undefined }
  const { from } = transaction
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
