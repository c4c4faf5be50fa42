// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { SignedPurchase } from "../../core/router/purchase.ts"
import { signPurchase as core } from "../../core/router/signPurchase.ts"
import type { SignPurchaseParameters } from "../../core/router/signPurchase.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Signs a purchase. Digest and witness are computed again, and the digest is compared with the router's, before the
 * account is asked.
 * Afterwards the whole purchase is simulated, and a signature that the token or Permit2 would refuse is not given out.
 * With `authorization`, a wallet shows only the value, the router, and a number: show the summary of the purchase
 * yourself.
 *
 * @example
 * import { type PreparedPurchase, serializePurchase, signPurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, custom } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const purchase: PreparedPurchase // from `preparePurchase`
 *
 * const client = createWalletClient({ account: purchase.payer, chain: polygon, transport: custom(ethereum) })
 * const signed = await signPurchase(client, { purchase, way: "authorization" })
 * await fetch("/relay", { method: "POST", body: serializePurchase(signed) })
 *
 * @param client A viem client with the payer's account
 * @returns The purchase with its signature, as a relayer takes it
 * @throws {ForeignPayerError} if the purchase is another account's
 * @throws {WrongChainError} if the wallet is on another chain than the purchase, or than its client
 * @throws {PurchaseChangedError} if the purchase was changed after it was prepared
 * @throws {ForeignContractError} if the router computes another digest
 * @throws {PurchaseExpiredError} after the purchase's `validBefore`
 * @throws {PurchaseUsedError} if it was already paid or cancelled
 * @throws {ValueTooSmallError} if the value does not cover price and fee any more
 * @throws {InsufficientBalanceError} if the payer does not have the value any more
 * @throws {RentalExistsError} if the rental was paid already, for at least as long
 * @throws {ShorterRentalExistsError} if the rental was paid for less time, and waits for its host or has ended
 * @throws {WrongStatusError} if the rental to extend is not running
 * @throws {DurationOutOfBoundsError} if the offer does not allow the duration, or the rental already lasts as long
 * @throws {MachineBusyError} while the machine is rented
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {OrderRefusedError} if there are several orders, and the escrow would refuse one
 * @throws {AuthorizationUnsupportedError} if the token has no authorizations
 * @throws {InsufficientPermit2AllowanceError} if Permit2 may not take the value, and the token has no permits
 * @throws {AccountCannotSignError} if the account has code that does not check signatures
 * @throws {UndeployedPayerError} for a signature of an account that is not deployed yet
 * @throws {PaymentRefusedError} if token or Permit2 refuse the signature
 * @throws {UnusableSignatureError} if the wallet's signature is not one of this data by the account
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 */
export async function signPurchase(
  client: Client,
  parameters: signPurchase.Parameters,
): Promise<signPurchase.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace signPurchase {
  type Parameters = SignPurchaseParameters & AccountParameters
  type ReturnType = SignedPurchase
}
