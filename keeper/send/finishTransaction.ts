import type { Outcome, SignedTransaction } from "../store/transactionTable.ts"
import type { Sender } from "./sender.ts"

/** Records how a transaction ended. */
export function finishTransaction(
  { store, log, metrics, deliveries }: Sender,
  { hash, nonce, work, items }: SignedTransaction,
  outcome: Outcome,
  cost = 0n,
): void {
  store.setOutcome(hash, outcome, cost)
  deliveries.forget(hash)
  metrics.transactions.inc({ work, outcome })
  log.info("transaction finished", { hash, nonce, work, items: items.length, outcome, cost })
}

/** Gives up the open transactions of a nonce, so that another transaction can use it. */
export function dropTransactions(context: Sender, nonce: number, outcome: Outcome): void {
  for (const transaction of context.store.openTransactions()) {
    if (transaction.nonce === nonce) finishTransaction(context, transaction, outcome)
  }
}
