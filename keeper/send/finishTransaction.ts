import type { Dropped, Outcome, SignedTransaction } from "../store/transactionTable.ts"
import type { Sender } from "./sender.ts"

/** Records how a transaction ended. */
export function finishTransaction(
  context: Sender,
  transaction: SignedTransaction,
  outcome: Exclude<Outcome, Dropped>,
  cost = 0n,
): void {
  context.store.setOutcome(transaction.hash, outcome, cost)
  report(context, transaction, { outcome, cost })
}

/** Gives up the open transactions of a nonce, so that another transaction can use it. */
export function dropTransactions(context: Sender, nonce: number, outcome: Dropped): void {
  for (const transaction of context.store.openTransactions()) {
    if (transaction.nonce !== nonce) continue
    context.store.setDropped(transaction.hash, outcome)
    report(context, transaction, { outcome })
  }
}

function report(
  { log, metrics, deliveries }: Sender,
  { hash, nonce, work, items }: SignedTransaction,
  end: { readonly outcome: Outcome; readonly cost?: bigint },
): void {
  deliveries.forget(hash)
  metrics.transactions.inc({ work, outcome: end.outcome })
  log.info("transaction finished", { hash, nonce, work, items: items.length, ...end })
}
