import { keccak256 } from "viem"

import { isInsufficientFunds } from "../rpc/broadcastResult.ts"
import type { SignedTransaction } from "../store/transactionTable.ts"
import { finishTransaction } from "./finishTransaction.ts"
import { type GasFees, gasFees, raisedFees } from "./gasFees.ts"
import type { SendContext } from "./sendContext.ts"

/** A transaction without what its signature determines. */
type UnsignedTransaction = Pick<SignedTransaction, "nonce" | "work" | "items" | "data" | "gas">

/** Raises of a fee that a node may ask for at once with `underpricedReplacement`. */
const MAX_RAISES = 24

/** Signs a transaction, stores it, and then broadcasts it. Returns false if its nonce is free again. */
export async function submit(context: SendContext, unsigned: UnsignedTransaction, fees: GasFees): Promise<boolean> {
  const { options, store, log } = context
  const { account, chainId, escrow } = options
  const { nonce, work, items, data, gas } = unsigned
  const raw = await account.signTransaction({ type: "eip1559", chainId, nonce, to: escrow, data, gas, ...fees })
  const hash = keccak256(raw)
  const transaction = { hash, nonce, work, items, raw, data, gas, ...fees, sentAt: Date.now() }
  store.addTransaction(transaction, gas * fees.maxFeePerGas)
  log.info("sending transaction", { hash, nonce, work, items: items.length, gas, ...fees })
  return broadcast(context, transaction)
}

/** Broadcasts a stored transaction, and acts on the answer. Returns false if its nonce is free again. */
export async function broadcast(context: SendContext, transaction: SignedTransaction): Promise<boolean> {
  const { endpoints, log, metrics, store } = context
  const { hash, nonce, raw, gas } = transaction
  const { status, reason } = await endpoints.broadcast(raw)
  if (status === "accepted" || status === "alreadyKnown") return true
  log.warn("transaction not accepted", { hash, nonce, status, reason })
  if (status === "rejected") {
    if (isInsufficientFunds(reason)) metrics.held.set({ limit: "funds" }, 1)
    finishTransaction(context, transaction, "refused")
    return false
  }
  if (status !== "underpricedReplacement" || store.countAtNonce(nonce) > MAX_RAISES) return true
  const fees = await feesWithinLimit(context, gas, raisedFees(transaction))
  return fees ? submit(context, transaction, fees) : true
}

/** The fees to replace a transaction with. Returns nothing if they exceed the limit per gas or per transaction. */
export async function feesWithinLimit(
  context: SendContext,
  gas: bigint,
  replaced: GasFees | undefined,
): Promise<GasFees | undefined> {
  const fees = gasFees(await context.feeMarket(), replaced)
  return fees && gas * fees.maxFeePerGas <= context.options.maxCostPerTransaction ? fees : undefined
}
