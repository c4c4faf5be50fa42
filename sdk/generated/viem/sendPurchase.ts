// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { WaitOptions } from "../../core/rental/waitForTransaction.ts"
import { sendPurchase as core } from "../../core/router/sendPurchase.ts"
import type { PurchaseResult, SendPurchaseParameters } from "../../core/router/sendPurchase.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

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
  client: Client,
  parameters: sendPurchase.Parameters,
): Promise<sendPurchase.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace sendPurchase {
  type Parameters = SendPurchaseParameters & WaitOptions & AccountParameters
  type ReturnType = PurchaseResult
}
