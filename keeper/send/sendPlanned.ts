import type { PlannedTransaction } from "../plan/plannedTransaction.ts"
import type { Limit } from "../serve/senderMetrics.ts"
import { gasFees } from "./gasFees.ts"
import type { PendingTransactions } from "./reconcile.ts"
import type { SendContext } from "./sendContext.ts"
import { feesWithinLimit, submit } from "./submit.ts"

/** Sends planned transactions with the account's free nonces, as far as the limits allow. */
export async function sendPlanned(
  context: SendContext,
  transactions: readonly PlannedTransaction[],
  { nextNonce, nonces }: PendingTransactions,
): Promise<void> {
  const { block, log, metrics, store } = context
  let nonce = nextNonce
  for (const { request, ...transaction } of transactions) {
    while (nonces.has(nonce)) nonce += 1
    const { work, items, gas } = transaction
    const replaced = store.highestFeeAtNonce(nonce)
    const fees = await feesWithinLimit(context, gas, replaced)
    const limit = fees
      ? exceededLimit(context, nonce, gas * fees.maxFeePerGas)
      : gasFees(await context.feeMarket(), replaced)
        ? "transaction"
        : "fee"
    if (limit) {
      metrics.held.set({ limit }, 1)
      log.warn("transaction held back", { limit, work, items: items.length, baseFee: block.baseFee })
    }
    // The next transaction may be within the limit per transaction, and can use the nonce.
    if (limit === "transaction") continue
    // A nonce that stays free would hold up all transactions above it.
    if (!fees || limit) return
    const { to, data, accessList = [] } = request
    const placement = await submit(context, { ...transaction, nonce, to, data, accessList }, fees)
    if (placement === "held") return
    if (placement === "pending") nonce += 1
  }
}

/** What was sent with the nonce before can no longer cost anything. */
function exceededLimit({ options, store }: SendContext, nonce: number, cost: bigint): Limit | undefined {
  return store.spentInLastDay(Date.now(), nonce) + cost > options.maxCostPerDay ? "day" : undefined
}
