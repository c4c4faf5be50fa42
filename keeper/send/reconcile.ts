// Reconciles the stored transactions with the chain. Whether a transaction is open is not stored but read: it is open
// until the account has used its nonce. A crash, a time-out, a reorganisation and a node that forgets are therefore the
// same case, and are handled by the same step: check each open transaction, and send it again.
import type { Hex } from "viem"
import { getTransactionCount } from "viem/actions"
import { isMoot } from "../plan/simulation.ts"
import type { SignedTransaction } from "../store/transactionTable.ts"
import { dropTransactions } from "./finishTransaction.ts"
import { gasFees } from "./gasFees.ts"
import { closeNonceGaps } from "./nonceGaps.ts"
import { recordOutcomes } from "./recordOutcomes.ts"
import type { SendContext } from "./sendContext.ts"
import { broadcast, feesWithinLimit, refuse, submit } from "./submit.ts"

/** The account's transactions that wait for a block. */
export type PendingTransactions = {
  /** The first nonce that no block has used. */
  readonly nextNonce: number
  /** The nonces from there on that have a transaction. */
  readonly nonces: ReadonlySet<number>
  /** The items of those transactions. */
  readonly items: ReadonlySet<Hex>
}

/** Records the outcomes of included transactions, and keeps the others on their way into a block. */
export async function reconcileTransactions(context: SendContext): Promise<PendingTransactions> {
  const { endpoints, metrics, options, store } = context
  const { address } = options.account
  const nextNonce = await getTransactionCount(endpoints.client, { address, blockTag: "latest" })
  const open = store.openTransactions()
  await recordOutcomes(context, {
    open: open.filter(({ nonce }) => nonce < nextNonce),
    dropped: store.droppedTransactions(nextNonce),
  })
  // Of several transactions with one nonce, the last one has the highest fee.
  const pending = new Map(
    open.filter(({ nonce }) => nonce >= nextNonce).map((transaction) => [transaction.nonce, transaction]),
  )
  for (const transaction of pending.values()) {
    if (!(await keepPending(context, transaction))) pending.delete(transaction.nonce)
  }
  await closeNonceGaps(context, nextNonce, pending)
  metrics.inFlight.set(pending.size)
  const items = new Set([...pending.values()].flatMap((transaction) => transaction.items))
  return { nextNonce, nonces: new Set(pending.keys()), items }
}

/** Sends a transaction again if that is necessary. Returns false if its nonce is free again. */
async function keepPending(context: SendContext, transaction: SignedTransaction): Promise<boolean> {
  const { deliveries, endpoints, options } = context
  const { hash, nonce, work, to, data, sentAt } = transaction
  const isKnown = await endpoints.hasTransaction(hash)
  const isLate = Date.now() - sentAt >= options.bumpAfter
  if (isKnown) deliveries.confirm(hash)
  if (isKnown && !isLate) return true
  const request = { to, data, value: 0n }
  if (await isMoot(endpoints.client, { work, request, account: options.account.address })) {
    dropTransactions(context, nonce, "moot")
    return false
  }
  // A higher fee helps only a transaction that a node has, or had.
  if (isLate && deliveries.isConfirmed(hash)) return replace(context, transaction, isKnown)
  const refusal = deliveries.refusalOf(hash)
  return (refusal ? refuse(context, transaction, refusal) : await broadcast(context, transaction)) === "pending"
}

/** Sends the same call with the same nonce and a higher fee. Returns false if its nonce is free again. */
async function replace(context: SendContext, transaction: SignedTransaction, isKnown: boolean): Promise<boolean> {
  const { block, log, metrics, options } = context
  const { hash, nonce, gas } = transaction
  const fees = await feesWithinLimit(context, gas, transaction)
  if (fees) {
    metrics.replacements.inc()
    log.info("replacing transaction", { replaced: hash, nonce, ...fees })
    if ((await submit(context, transaction, fees)) === "pending") return true
  } else if (await isTooLarge(context, transaction)) {
    dropTransactions(context, nonce, "split")
    return false
  } else {
    metrics.held.set({ limit: "fee" }, 1)
    log.warn("fees exceed a limit", { hash, baseFee: block.baseFee, maxFeePerGas: options.maxFeePerGas })
  }
  return isKnown || (await broadcast(context, transaction)) === "pending"
}

/** Whether a batch waits for lower fees only because of what one transaction may cost, so that smaller ones need not wait. */
async function isTooLarge(context: SendContext, transaction: SignedTransaction): Promise<boolean> {
  const { block, options } = context
  const isOutbid = block.baseFee + options.minTip > transaction.maxFeePerGas
  return isOutbid && transaction.items.length > 1 && gasFees(await context.feeMarket(), transaction) !== undefined
}
