import { type Client, type Hex, isAddressEqual } from "viem"

import { assertArgs } from "../codec.ts"
import { EventNotFoundError, HighBondError } from "../errors.ts"
import { NATIVE } from "../generated/constants.ts"
import { cost } from "../math.ts"
import { idOf } from "../offer.ts"
import type { Rental } from "../types.ts"
import { type WriteParameters, type WriteReturnType, write } from "./internal/write.ts"

/** The stake of a dispute is 5 % of bond and price: from here on it would be more than the price itself. */
const BOND_LIMIT = 20n

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
export async function deposit(
  client: Client,
  { rental, duration, hostSignature, permit = "0x", value, acceptHighBond, ...options }: deposit.Parameters,
): Promise<deposit.ReturnType> {
  assertArgs("deposit", [rental, duration, hostSignature, permit])
  const { offer } = rental
  const price = cost(offer.pricePerHour, duration)
  const limit = BOND_LIMIT * price
  if (offer.bond > limit && !acceptHighBond) throw new HighBondError({ bond: offer.bond, limit })

  const due = isAddressEqual(offer.token, NATIVE) ? price : 0n
  const args = [rental, duration, hostSignature, permit] as const
  const result = await write(client, "deposit", args, { ...options, value: value ?? due })
  const id = idOf(rental)
  // A transaction of a smart account may hold several deposits.
  if (!result.events.some(({ eventName, args }) => eventName === "Deposited" && args.id === id)) {
    throw new EventNotFoundError({ hash: result.hash, eventName: "Deposited" })
  }
  return { id, ...result }
}

export declare namespace deposit {
  type Parameters = WriteParameters & {
    /** Offer, renter and salt. */
    readonly rental: Rental
    /** Seconds wanted. */
    readonly duration: bigint
    /** Signature of the offer by the host's signer. */
    readonly hostSignature: Hex
    /** EIP-2612 permit of the sender, from `signPermit`; without it, the allowance decides. */
    readonly permit?: Hex | undefined
    /** Native coin to send; without it, what is due. */
    readonly value?: bigint | undefined
    /** Pay although the bond is above 20 times the price. */
    readonly acceptHighBond?: boolean | undefined
  }
  type ReturnType = WriteReturnType & {
    /** The rental's id, confirmed by the transaction's own `Deposited`. */
    readonly id: Hex
  }
}
