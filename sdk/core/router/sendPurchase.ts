import type { Hex } from "../../types.ts"
import type { EscrowEvent } from "../escrowEvents.ts"
import { foreignExecute } from "../foreignContract.ts"
import type { TransactionReceipt, Wallet } from "../port.ts"
import { WrongChainError } from "../portErrors.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import type { SignedPurchase } from "./purchase.ts"
import { type RouterEvent, routerCall, routerContract } from "./routerContract.ts"

/** Parameters of `sendPurchase`. */
export type SendPurchaseParameters = {
  /** The purchase with its signature. */
  readonly signed: SignedPurchase
}

/** The result of a purchase. */
export type PurchaseResult = {
  readonly hash: Hex
  readonly receipt: TransactionReceipt
  /** The events of the router and of the escrow in this transaction, in their order. */
  readonly events: readonly (RouterEvent | EscrowEvent)[]
}

/**
 * Sends a signed purchase. The account pays the gas and receives the signed fee.
 *
 * @example
 * import { findEvent } from "@gpuflow/escrow"
 * import { parsePurchase, sendPurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the payer's page has sent
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await sendPurchase(client, { signed: parsePurchase(text) })
 * console.log(findEvent(events, "Purchased")?.args.id)
 *
 * @param client A viem client with the relayer's account
 * @returns The hash, the receipt, and the events of the router and of the escrow
 * @throws {PaymentRefusedError} if token or Permit2 refuse the payment
 * @throws {PurchaseExpiredError} after the purchase's `validBefore`
 * @throws {PurchaseUsedError} if it was already paid or cancelled
 * @throws {NotRelayerError} if the payer chose another relayer
 * @throws {ValueTooSmallError} if the value does not cover price and fee
 * @throws {InsufficientBalanceError} if the payer does not have the value
 * @throws {InsufficientPermit2AllowanceError} if Permit2 may not take the value
 * @throws {RentalExistsError} if the rental exists and is not running
 * @throws {WrongChainError} if the purchase is for another chain, or the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no router at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function sendPurchase(
  wallet: Wallet,
  { signed, ...waitOptions }: SendPurchaseParameters & WaitOptions,
): Promise<PurchaseResult> {
  const request = routerCall(wallet, signed)
  const chainId = await wallet.chainId()
  if (chainId !== signed.chainId) throw new WrongChainError({ chainId, expected: signed.chainId })
  return foreignExecute<RouterEvent>(wallet, routerContract, { request, escrow: signed.escrow, ...waitOptions })
}
