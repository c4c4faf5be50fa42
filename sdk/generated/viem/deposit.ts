// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { deposit as core } from "../../core/rental/deposit.ts"
import type { DepositResult } from "../../core/rental/deposit.ts"
import type { DepositParameters } from "../../core/rental/depositCall.ts"
import type { WaitOptions } from "../../core/rental/waitForTransaction.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Pays for a rental and reserves the machine. With a `startWindow` of 0 the rental starts at once. Anyone may pay for a
 * renter. Only the renter has rights afterwards. `minDuration` is a commitment: it is billed even if the renter stops
 * earlier.
 *
 * @example
 * import { deposit, type Offer } from "@gpuflow/escrow"
 * import { createWalletClient, http, keccak256, toHex } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * declare const offer: Offer // from the host, with its signature
 *
 * const { id } = await deposit(client, {
 *   escrow: "0x…",
 *   rental: { offer, renter: "0x…", salt: keccak256(toHex("order 17")) },
 *   duration: 3_600n,
 *   hostSignature: "0x…",
 * })
 *
 * @param client A viem client with an account
 * @returns The id, confirmed by the transaction's own `Deposited`, and the hash, receipt and events
 * @throws {RentalExistsError} if the rental was paid already
 * @throws {ShorterRentalExistsError} if the rental was paid already, for less time
 * @throws {InvalidSignatureError} for a signature by another key, or for another escrow, chain or offer
 * @throws {MachineBusyError} while the machine is rented
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {WrongNonceError} for an offer that was revoked
 * @throws {WrongEpochError} for an offer that was revoked with its signer
 * @throws {InsufficientAllowanceError} if the escrow may not take that much
 * @throws {InsufficientBalanceError} if the sender does not have it
 * @throws {WrongValueError} if another value is sent than is due
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function deposit(client: Client, parameters: deposit.Parameters): Promise<deposit.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace deposit {
  type Parameters = DepositParameters & WaitOptions & AccountParameters
  type ReturnType = DepositResult
}
