import type { TransactionReceipt } from "viem"
import { getTransactionCount } from "viem/actions"
import { MAX_DELAY_AFTER_REVERT, retryDelay } from "../plan/retryDelay.ts"
import { findReceipt } from "../rpc/findTransaction.ts"
import type { SignedTransaction } from "../store/transactionTable.ts"
import { finishTransaction } from "./finishTransaction.ts"

import type { SendContext } from "./sendContext.ts"

/** Transactions whose nonce was used, and whose outcome is not recorded. */
export type UsedTransactions = {
  readonly open: readonly SignedTransaction[]
  /** Those that were given up. One of them may be in a block all the same, and then has a cost. */
  readonly dropped: readonly SignedTransaction[]
}

/**
 * Records the outcomes of transactions whose nonce was used deep enough below the latest block. A revert counts at once,
 * because the next poll would send the same again.
 */
export async function recordOutcomes(context: SendContext, { open, dropped }: UsedTransactions): Promise<void> {
  const used = [...open, ...dropped]
  if (used.length === 0) return
  const { endpoints, options, store } = context
  const confirmedNonce = await getConfirmedNonce(context)
  for (const transaction of used) {
    const { hash, nonce, items } = transaction
    const receipt = await findReceipt(endpoints.client, hash)
    if (receipt?.status === "reverted") {
      store.addFailure(hash, items, (failures) => {
        return Date.now() + retryDelay(failures, options.pollInterval, MAX_DELAY_AFTER_REVERT)
      })
    }
    if (nonce >= confirmedNonce) continue
    if (receipt) context.countIncluded(receipt)
    else if (dropped.includes(transaction)) {
      store.setOutcome(hash, "replaced", 0n)
      continue
    }
    finishTransaction(context, transaction, outcomeOf(receipt), costOf(receipt))
  }
}

/** The account's next nonce as of the last confirmed block. */
async function getConfirmedNonce({ endpoints, options, block }: SendContext): Promise<number> {
  const blockNumber = block.number - BigInt(options.confirmations) + 1n
  if (blockNumber < 0n) return 0
  return getTransactionCount(endpoints.client, { address: options.account.address, blockNumber })
}

function outcomeOf(receipt: TransactionReceipt | undefined): "included" | "reverted" | "replaced" {
  if (!receipt) return "replaced"
  return receipt.status === "success" ? "included" : "reverted"
}

const costOf = (receipt: TransactionReceipt | undefined) => (receipt ? receipt.gasUsed * receipt.effectiveGasPrice : 0n)
