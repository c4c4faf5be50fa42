// Written by `npm run generate`. Do not edit.

import type { Chain, Wallet } from "../core/port.ts"
import type { PreparedRequest } from "../core/rental/send.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"
import { getPurchaseWays } from "../core/router/getPurchaseWays.ts"
import type { GetPurchaseWaysParameters } from "../core/router/getPurchaseWays.ts"
import { preparePurchase } from "../core/router/preparePurchase.ts"
import type { PreparePurchaseParameters } from "../core/router/preparePurchase.ts"
import { preparePurchaseCall } from "../core/router/preparePurchaseCall.ts"
import type { PreparePurchaseCallParameters } from "../core/router/preparePurchaseCall.ts"
import type { PreparedPurchase, SignedPurchase } from "../core/router/purchase.ts"
import type { PurchaseWayOption } from "../core/router/purchaseWays.ts"
import { sendPurchase } from "../core/router/sendPurchase.ts"
import type { PurchaseResult, SendPurchaseParameters } from "../core/router/sendPurchase.ts"
import { signPurchase } from "../core/router/signPurchase.ts"
import type { SignPurchaseParameters } from "../core/router/signPurchase.ts"
import { simulatePurchase } from "../core/router/simulatePurchase.ts"
import type { SimulatePurchaseParameters } from "../core/router/simulatePurchase.ts"
import { verifyPurchase } from "../core/router/verifyPurchase.ts"
import type { PurchaseCheck, VerifyPurchaseParameters } from "../core/router/verifyPurchase.ts"

/** Purchases with one signature that any account sends. `account` is how a library names the account that acts. */
export interface RouterMethods<account extends object> {
  /**
   * Reads in which ways the payer can sign a purchase with this token: by the token's own authorization (ERC-3009), or by
   * Permit2. A way that token or account do not allow has the reason as an error.
   *
   * @returns Both ways, the one that needs fewer signatures first
   * @throws {WrongChainError} if the client is configured for another chain
   */
  readonly getPurchaseWays: (parameters: GetPurchaseWaysParameters) => Promise<readonly PurchaseWayOption[]>

  /**
   * Prepares the purchase of one rental, of a cluster, or of an extension, to be signed by the payer and sent by any
   * account. It checks the orders against the escrow, and computes price, digest and witness. The digest is compared with
   * the router's own. Nothing is signed.
   *
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
  readonly preparePurchase: (parameters: PreparePurchaseParameters) => Promise<PreparedPurchase>

  /**
   * Prepares a signed purchase as a call for the relayer to send in its own way. Nothing is asked of the chain. Check the
   * purchase with `verifyPurchase` first.
   *
   * @returns The call
   * @throws {OrderCountOutOfBoundsError} for no order or too many
   * @throws {NativeCoinError} for an offer that is paid in the native coin
   * @throws {MixedTokensError} for offers with different tokens
   * @throws {DuplicateOrderError} for a machine that is ordered twice
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly preparePurchaseCall: (parameters: PreparePurchaseCallParameters) => PreparedRequest

  /**
   * Sends a signed purchase. The account pays the gas and receives the signed fee.
   *
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
  readonly sendPurchase: (parameters: SendPurchaseParameters & WaitOptions & account) => Promise<PurchaseResult>

  /**
   * Signs a purchase. Digest and witness are computed again, and the digest is compared with the router's, before the
   * account is asked.
   * Afterwards the whole purchase is simulated, and a signature that the token or Permit2 would refuse is not given out.
   * With `authorization`, a wallet shows only the value, the router, and a number: show the summary of the purchase
   * yourself.
   *
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
  readonly signPurchase: (parameters: SignPurchaseParameters & account) => Promise<SignedPurchase>

  /**
   * Runs a signed purchase on the latest state without sending it, and throws the error that it would fail with.
   *
   * @throws {PaymentRefusedError} if token or Permit2 refuse the payment
   * @throws {PurchaseExpiredError} after the purchase's `validBefore`
   * @throws {PurchaseUsedError} if it was already paid or cancelled
   * @throws {NotRelayerError} if the payer chose another relayer
   * @throws {ValueTooSmallError} if the value does not cover price and fee
   * @throws {InsufficientBalanceError} if the payer does not have the value
   * @throws {InsufficientPermit2AllowanceError} if Permit2 may not take the value
   * @throws {UndeployedPayerError} for a signature of an account that is not deployed yet
   * @throws {ContractNotFoundError} if there is no router at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly simulatePurchase: (parameters: SimulatePurchaseParameters) => Promise<void>

  /**
   * Checks a signed purchase for a relayer, before it pays for the gas: that the payer signed exactly what would be called,
   * for this chain and router; the relayer, the expiry, the fee and the value; whether it was paid already; and at last the
   * whole call, by a simulation. It throws only if it cannot find out.
   *
   * @returns The status, every refusal with its reason and error, the digest, the price and the fee
   * @throws {WrongChainError} if the client is configured for another chain
   * @throws {ContractNotFoundError} if there is no router at the address
   * @throws {EscrowNotFoundError} if there is no escrow at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly verifyPurchase: (parameters: VerifyPurchaseParameters) => Promise<PurchaseCheck>
}

/** Binds them to a chain and its account. */
export function routerMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): RouterMethods<account> {
  return {
    getPurchaseWays: (parameters) => getPurchaseWays(chain, parameters),
    preparePurchase: (parameters) => preparePurchase(chain, parameters),
    preparePurchaseCall: (parameters) => preparePurchaseCall(chain, parameters),
    sendPurchase: async (parameters) => sendPurchase(await walletFor(parameters), parameters),
    signPurchase: async (parameters) => signPurchase(await walletFor(parameters), parameters),
    simulatePurchase: (parameters) => simulatePurchase(chain, parameters),
    verifyPurchase: (parameters) => verifyPurchase(chain, parameters),
  }
}
