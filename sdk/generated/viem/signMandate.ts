// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { SignedMandate } from "../../core/mandate/mandate.ts"
import { signMandate as core } from "../../core/mandate/signMandate.ts"
import type { SignMandateParameters } from "../../core/mandate/signMandate.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Signs a mandate on the chain of the wallet, after a check of everything that can be known before. Show what
 * `summarizeMandate` returns first. A mandate that can never be executed is not signed. Whether it can be executed now is
 * what `checkMandate` returns.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { type Mandate, serializeMandate, signMandate } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const mandate: Mandate // from `buildMandate`
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const signed = await signMandate(client, { escrow: "0x…", mandateContract: "0x…", mandate, rental })
 * await fetch("/mandates", { method: "POST", body: serializeMandate(signed) })
 *
 * @param client A viem client with the renter's account
 * @returns The mandate with its signature, as `executeMandate` and `serializeMandate` take it
 * @throws {NativeCoinError} if the rental is paid in the native coin
 * @throws {WrongRentalError} if the mandate names another rental
 * @throws {NotRentalsRenterError} if the mandate is for another renter than the rental
 * @throws {ForeignRenterError} if the account is not the renter
 * @throws {ZeroStepError} for a step of zero
 * @throws {ExtendBeforeTooShortError} if no extension would ever be possible
 * @throws {MandateExpiredError} for an expiry in the past, or before the next extension is due
 * @throws {WrongMandateEpochError} for an epoch that is not the renter's
 * @throws {SaltRevokedError} for a salt that the renter has revoked
 * @throws {MandateExhaustedError} if the total does not pay for the next extension
 * @throws {MandateTooSmallError} if the total does not pay for the wanted time
 * @throws {DurationOutOfBoundsError} if the wanted time is longer than the offer allows
 * @throws {FullyExtendedError} if the rental already has the offer's longest duration
 * @throws {WrongStatusError} if the rental has ended, or is not paid and `duration` is missing
 * @throws {ForeignContractError} if the contract extends the rentals of another escrow
 * @throws {UndeployedRenterError} for a signature of an account that is not deployed yet
 * @throws {UnusableSignatureError} if the contract would refuse the wallet's signature
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function signMandate(client: Client, parameters: signMandate.Parameters): Promise<signMandate.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace signMandate {
  type Parameters = SignMandateParameters & AccountParameters
  type ReturnType = SignedMandate
}
