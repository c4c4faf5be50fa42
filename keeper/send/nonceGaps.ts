import type { SignedTransaction } from "../store/transactionTable.ts"
import { dropTransactions } from "./finishTransaction.ts"
import type { SendContext } from "./sendContext.ts"
import { feesWithinLimit, submit } from "./submit.ts"

/**
 * Moves the transactions with the highest nonces to the free ones below, until there are no gaps: no transaction above
 * a free nonce can be included.
 */
export async function closeNonceGaps(
  context: SendContext,
  nextNonce: number,
  pending: Map<number, SignedTransaction>,
): Promise<void> {
  for (let nonce = nextNonce; pending.size > 0; ++nonce) {
    const highest = Math.max(...pending.keys())
    if (nonce >= highest) return
    const transaction = pending.has(nonce) ? undefined : pending.get(highest)
    if (!transaction) continue
    const fees = await feesWithinLimit(context, transaction.gas, context.store.highestFeeAtNonce(nonce))
    if (!fees) return
    dropTransactions(context, highest, "moved")
    pending.delete(highest)
    const placement = await submit(context, { ...transaction, nonce }, fees)
    if (placement === "pending") pending.set(nonce, transaction)
  }
}
