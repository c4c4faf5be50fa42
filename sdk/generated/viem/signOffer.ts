// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { signOffer as core } from "../../core/offer/signOffer.ts"
import type { SignOfferParameters } from "../../core/offer/signOffer.ts"
import type { Hex } from "../../types.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Signs an offer for one escrow, on the chain of the wallet. The wallet's signature is checked, and returned in the form
 * that the contract takes. An offer on which no deposit can ever succeed is not
 * signed. Whether a signed offer can be taken now is what `checkOffer` returns.
 *
 * @example
 * import { type Offer, signOffer } from "@gpuflow/escrow/offer"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from `buildOffer`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const hostSignature = await signOffer(client, { escrow: "0x…", offer })
 *
 * @param client A viem client with the signer's account
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
export async function signOffer(client: Client, parameters: signOffer.Parameters): Promise<signOffer.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace signOffer {
  type Parameters = SignOfferParameters & AccountParameters
  type ReturnType = Hex
}
