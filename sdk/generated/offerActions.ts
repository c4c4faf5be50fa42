// Written by `npm run generate`. Do not edit.

import { buildOffer } from "../core/offer/buildOffer.ts"
import type { BuildOfferParameters } from "../core/offer/buildOffer.ts"
import { checkOffer } from "../core/offer/checkOffer.ts"
import type { CheckOfferParameters, OfferCheck } from "../core/offer/checkOffer.ts"
import { signOffer } from "../core/offer/signOffer.ts"
import type { SignOfferParameters } from "../core/offer/signOffer.ts"
import { verifyOffer } from "../core/offer/verifyOffer.ts"
import type { VerifyOfferParameters } from "../core/offer/verifyOffer.ts"
import type { Chain, Wallet } from "../core/port.ts"
import type { Hex, Offer } from "../types.ts"

/** Offers of hosts: built, signed, and checked. `account` is how a library names the account that acts. */
export interface OfferMethods<account extends object> {
  /**
   * Builds an offer. Arbiter, fee, nonce and epoch come from the chain, other missing terms from the defaults. Terms on
   * which no deposit can ever succeed are refused. Whether the offer can be taken now is what `checkOffer` returns.
   *
   * @returns The offer, unsigned
   * @throws {MarketNotOpenError} if the token is not accepted and no arbiter is passed
   * @throws {InvalidOfferError} for terms that the contract refuses, and for an expiry that no block can meet
   * @throws {InvalidInputError} for a field that its type cannot hold
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly buildOffer: (parameters: BuildOfferParameters) => Promise<Offer>

  /**
   * Checks what `deposit` would say to an offer in the next block: its terms, its signature, and the state of market,
   * host, machine and bond. It tells apart what can never succeed and what cannot succeed now. With a signature and
   * without a problem so far, it also simulates the deposit, up to the transfer of the price.
   *
   * @returns The status, every problem with its field, and the state that was read
   * @throws {InvalidInputError} for a field that its type cannot hold
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly checkOffer: (parameters: CheckOfferParameters) => Promise<OfferCheck>

  /**
   * Signs an offer for one escrow, on the chain of the wallet. The wallet's signature is checked, and returned in the form
   * that the contract takes. An offer on which no deposit can ever succeed is not
   * signed. Whether a signed offer can be taken now is what `checkOffer` returns.
   *
   * @returns The signature that `deposit` takes as `hostSignature`
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {InvalidOfferError} for terms that the contract refuses, and for an expiry that no block can meet
   * @throws {ForeignSignerError} if the account does not sign for the host
   * @throws {UnusableSignatureError} if the contract would refuse the wallet's signature
   * @throws {CancelledError} if the signal was aborted before the wallet was asked
   * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
   * @throws {WrongEpochError} for an epoch that is not the host's
   * @throws {WrongNonceError} for a nonce that is not the machine's
   * @throws {InvalidInputError} for a field that its type cannot hold
   */
  readonly signOffer: (parameters: SignOfferParameters & account) => Promise<Hex>

  /**
   * Checks whether the escrow would accept an offer's signature, by the key of the host's current signer or by the
   * signer's contract (ERC-1271). It checks only the signature. Whether the offer can be taken is what `checkOffer` returns.
   *
   * @returns True or false
   * @throws {InvalidInputError} for a field that its type cannot hold
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly verifyOffer: (parameters: VerifyOfferParameters) => Promise<boolean>
}

/** Binds them to a chain and its account. */
export function offerMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): OfferMethods<account> {
  return {
    buildOffer: (parameters) => buildOffer(chain, parameters),
    checkOffer: (parameters) => checkOffer(chain, parameters),
    signOffer: async (parameters) => signOffer(await walletFor(parameters), parameters),
    verifyOffer: (parameters) => verifyOffer(chain, parameters),
  }
}
