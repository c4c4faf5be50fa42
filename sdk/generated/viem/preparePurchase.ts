// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { preparePurchase as core } from "../../core/router/preparePurchase.ts"
import type { PreparePurchaseParameters } from "../../core/router/preparePurchase.ts"
import type { PreparedPurchase } from "../../core/router/purchase.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Prepares the purchase of one rental, of a cluster, or of an extension, to be signed by the payer and sent by any
 * account. It checks the orders against the escrow, and computes price, digest and witness. The digest is compared with
 * the router's own. Nothing is signed.
 *
 * @example
 * import type { Offer } from "@gpuflow/escrow"
 * import { preparePurchase, serializePurchase, signPurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, custom, keccak256, toHex } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: custom(ethereum) })
 * const payer = client.account.address
 * const purchase = await preparePurchase(client, {
 *   escrow: "0x…",
 *   router: "0x…",
 *   payer,
 *   orders: [{ rental: { offer, renter: payer, salt: keccak256(toHex("order 17")) }, duration: 3_600n, hostSignature: "0x…" }],
 *   relayFee: 20_000n,
 * })
 * const signed = await signPurchase(client, { purchase, way: "authorization" })
 * await fetch("/relay", { method: "POST", body: serializePurchase(signed) })
 *
 * @param client A viem client
 * @returns The orders, what is signed, and the price
 * @throws {OrderCountOutOfBoundsError} for no order or too many
 * @throws {NativeCoinError} for an offer that is paid in the native coin
 * @throws {MixedTokensError} for offers with different tokens
 * @throws {DuplicateOrderError} for a machine that is ordered twice
 * @throws {PurchaseExpiredError} for a `validBefore` in the past
 * @throws {ValueTooSmallError} if `value` does not cover price and fee
 * @throws {InsufficientBalanceError} if the payer does not have the value
 * @throws {ForeignContractError} if the router is another escrow's, or computes another digest
 * @throws {RentalExistsError} if the rental was paid already, for at least as long
 * @throws {ShorterRentalExistsError} if the rental was paid for less time, and waits for its host or has ended
 * @throws {WrongStatusError} if the rental to extend is not running
 * @throws {DurationOutOfBoundsError} if the offer does not allow the duration, or the rental to extend already lasts as long
 * @throws {WrongNonceError} for an offer that was revoked
 * @throws {MachineBusyError} while the machine is rented
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {InvalidSignatureError} if the host did not sign the offer
 * @throws {InsufficientBondError} if the host's free bond does not cover the rental
 * @throws {MarketNotOpenError} if the token is not accepted
 * @throws {OrderRefusedError} if there are several orders, and the escrow would refuse one
 * @throws {WrongChainError} if the client is configured for another chain
 * @throws {ContractNotFoundError} if there is no router at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function preparePurchase(
  client: Client,
  parameters: preparePurchase.Parameters,
): Promise<preparePurchase.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace preparePurchase {
  type Parameters = PreparePurchaseParameters
  type ReturnType = PreparedPurchase
}
