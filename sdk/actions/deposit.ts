import type { Client } from "viem"

import { deposit as core, type DepositResult } from "../core/rental/deposit.ts"
import type { DepositParameters } from "../core/rental/escrowCall.ts"
import type { SendParameters } from "../viem/sendVerb.ts"
import { walletOf } from "../viem/viemPort.ts"

/**
 * Pays for a rental and reserves the machine; an instant one (`startWindow` 0) starts at once. Anyone may pay for a
 * renter, who alone has rights afterwards. `minDuration` is a commitment, billed even if the renter stops earlier.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.rental Offer, renter and salt
 * @param parameters.duration Seconds wanted, within the offer's bounds
 * @param parameters.hostSignature Signature of the offer by the host's signer
 * @param parameters.permit EIP-2612 permit of an ERC-20 token by the sender, from `signPermit`; without it, the allowance decides
 * @param parameters.value Native coin to send; without it, the price for the native coin and nothing for a token
 * @param parameters.acceptHighBond Pay although the bond is above 20 times the price, which makes a dispute dear
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Id, confirmed by the transaction's own `Deposited`, hash, receipt and events
 * @throws {HighBondError} for a bond above 20 times the price
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
  return core(walletOf(client, parameters.account), parameters)
}

export declare namespace deposit {
  type Parameters = DepositParameters & SendParameters
  type ReturnType = DepositResult
}
