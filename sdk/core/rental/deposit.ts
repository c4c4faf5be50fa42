import type { Hex } from "../../types.ts"
import type { Wallet } from "../port.ts"
import { type DepositParameters, prepareDeposit } from "./depositCall.ts"
import { depositing } from "./existingRental.ts"
import { idOf } from "./rentalId.ts"
import { EventNotFoundError, execute, type TransactionResult } from "./send.ts"
import type { WaitOptions } from "./waitForTransaction.ts"

/** Result of `deposit`. */
export type DepositResult = TransactionResult & {
  /** The rental's id, confirmed by the transaction's own `Deposited`. */
  readonly id: Hex
}

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
export async function deposit(wallet: Wallet, parameters: DepositParameters & WaitOptions): Promise<DepositResult> {
  const sent = await depositing(wallet, parameters, execute(wallet, prepareDeposit(wallet, parameters), parameters))
  return requireDeposited(sent, idOf(wallet.codec, parameters.rental))
}

/** A deposit succeeded if its event is there. The receipt alone does not show it. */
export function requireDeposited(sent: TransactionResult, id: Hex): DepositResult {
  // A transaction of a smart account may hold several deposits.
  if (!sent.events.some(({ eventName, args }) => eventName === "Deposited" && args.id === id)) {
    throw new EventNotFoundError({ hash: sent.hash, eventName: "Deposited" })
  }
  return { id, ...sent }
}
