import { keccak256 } from "viem"

import { MAX_DELAY_AFTER_REFUSAL, retryDelay } from "../plan/retryDelay.ts"
import type { BroadcastResult } from "../rpc/broadcastResult.ts"
import type { SignedTransaction } from "../store/transactionTable.ts"
import { finishTransaction } from "./finishTransaction.ts"
import { type GasFees, gasFees, raisedFees } from "./gasFees.ts"
import type { SendContext } from "./sendContext.ts"
import { maxCostPerTransaction } from "./sender.ts"

/** A transaction without what its signature determines. */
type UnsignedTransaction = Pick<SignedTransaction, "nonce" | "work" | "items" | "to" | "data" | "accessList" | "gas">

/**
 * What happened to a transaction:
 * - `pending`: it has its nonce.
 * - `refused`: the nodes do not take this one. Another one can have its nonce.
 * - `held`: the nodes take none of this account now.
 */
type Placement = "pending" | "refused" | "held"

/** Raises of a fee that a node may ask for at once with `underpricedReplacement`. */
const MAX_RAISES = 24

/** Signs a transaction, stores it, and then broadcasts it. */
export async function submit(context: SendContext, unsigned: UnsignedTransaction, fees: GasFees): Promise<Placement> {
  const { options, store, log } = context
  const { account, chainId } = options
  const { nonce, work, items, to, data, accessList, gas } = unsigned
  const call = { to, data, accessList, gas }
  const raw = await account.signTransaction({ type: "eip1559", chainId, nonce, ...call, ...fees })
  const hash = keccak256(raw)
  const transaction = { hash, nonce, work, items, raw, to, data, accessList, gas, ...fees, sentAt: Date.now() }
  store.addTransaction(transaction, gas * fees.maxFeePerGas)
  const listed = accessList.length
  log.info("sending transaction", { hash, nonce, work, items: items.length, listed, gas, ...fees })
  return broadcast(context, transaction)
}

/** Broadcasts a stored transaction, and acts on the answer. */
export async function broadcast(context: SendContext, transaction: SignedTransaction): Promise<Placement> {
  const { endpoints, log, deliveries, store } = context
  const { hash, nonce, raw, gas } = transaction
  const result = await endpoints.broadcast(raw)
  const { status, reason } = result
  if (status === "accepted" || status === "alreadyKnown") {
    deliveries.confirm(hash)
    return "pending"
  }
  log.warn("transaction not accepted", { hash, nonce, ...result, reason })
  if (status === "rejected") return refuse(context, transaction, result)
  if (status === "unknown") deliveries.addUnconfirmed(hash, result)
  if (status !== "underpricedReplacement" || store.countAtNonce(nonce) > MAX_RAISES) return "pending"
  const fees = await feesWithinLimit(context, gas, raisedFees(transaction))
  return fees ? submit(context, transaction, fees) : "pending"
}

/** Records that no node took a transaction, so that the next plan has a smaller one, or leaves its only item for later. */
export function refuse(context: SendContext, transaction: SignedTransaction, result: BroadcastResult): Placement {
  const { metrics, nodeLimits, options, store } = context
  const { hash, items, gas, maxFeePerGas, maxPriorityFeePerGas, sentAt } = transaction
  if (result.refusal === "price") nodeLimits.learnTip(result, maxPriorityFeePerGas)
  if (result.refusal === "funds") metrics.held.set({ limit: "funds" }, 1)
  finishTransaction(context, transaction, "refused")
  if (result.refusal !== "feeCap" && result.refusal !== "size" && result.refusal !== "unrecognised") return "held"
  if (!nodeLimits.learn(result, { cost: gas * maxFeePerGas, items: items.length })) {
    store.addFailure(`${hash} at ${sentAt}`, items, (failures) => {
      return Date.now() + retryDelay(failures, options.pollInterval, MAX_DELAY_AFTER_REFUSAL)
    })
  }
  return "refused"
}

/** The fees for a transaction, or for its replacement. Returns nothing if they exceed the limit per gas or per transaction. */
export async function feesWithinLimit(
  context: SendContext,
  gas: bigint,
  replaced: GasFees | undefined,
): Promise<GasFees | undefined> {
  const market = await context.feeMarket()
  const affordable = maxCostPerTransaction(context) / gas
  const maxFeePerGas = affordable < market.maxFeePerGas ? affordable : market.maxFeePerGas
  return gasFees({ ...market, maxFeePerGas }, replaced)
}
