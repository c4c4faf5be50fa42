import { nextExtensionFunction } from "../../generated/mandateItems.ts"
import type { Rental } from "../../types.ts"
import { foreignRead } from "../foreignContract.ts"
import type { Chain } from "../port.ts"
import type { Mandate } from "./mandate.ts"
import { type MandateReadParameters, mandateContract } from "./mandateContract.ts"

/** Parameters of `getNextExtension`. */
export type GetNextExtensionParameters = MandateReadParameters & {
  /** The mandate. */
  readonly mandate: Mandate
  /** The rental that it names. */
  readonly rental: Rental
  /** Tip in base units, which counts towards `maxTotal`. Default: 0. */
  readonly tip?: bigint | undefined
}

/** The extension that a mandate buys next. */
export type NextExtension = {
  /** The rental's new total of seconds. */
  readonly duration: bigint
  /** The price of the extension without the tip, base units. */
  readonly amount: bigint
  /** Timestamp from which it can be executed. */
  readonly dueAt: bigint
}

/**
 * Reads the extension that a mandate buys next, at today's price. It does not check the signature, the renter's
 * allowance and balance, the market, or the host's free bond: `checkMandate` does.
 *
 * @example
 * import { getNextExtension, type SignedMandate } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const signed: SignedMandate // from `parseMandate`
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { duration, amount, dueAt } = await getNextExtension(client, signed)
 *
 * @returns The new total of seconds, the price, and the time from which it is possible
 * @throws {MandateExpiredError} after the mandate's expiry
 * @throws {WrongMandateEpochError} if the renter has revoked all mandates
 * @throws {SaltRevokedError} if the renter has revoked this one
 * @throws {MandateExhaustedError} if the price exceeds what is left of the total
 * @throws {FullyExtendedError} if the rental already has the offer's longest duration
 * @throws {WrongStatusError} if the rental is not running
 * @throws {RentalOverError} once the promised time has ended
 * @throws {WrongRentalError} if the mandate names another rental
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function getNextExtension(
  chain: Chain,
  { mandateContract: to, mandate, rental, tip = 0n, blockNumber }: GetNextExtensionParameters,
): Promise<NextExtension> {
  const args = [mandate, rental, tip]
  const answers = await foreignRead(chain, mandateContract, { to, item: nextExtensionFunction, args, blockNumber })
  const [duration, amount, dueAt] = answers as readonly [bigint, bigint, bigint]
  return { duration, amount, dueAt }
}
