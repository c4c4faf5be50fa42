// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getNextExtension as core } from "../../core/mandate/getNextExtension.ts"
import type { GetNextExtensionParameters, NextExtension } from "../../core/mandate/getNextExtension.ts"
import { chainOf } from "../../viem/viemPort.ts"

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
 * @param client A viem client
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
export function getNextExtension(
  client: Client,
  parameters: getNextExtension.Parameters,
): Promise<getNextExtension.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getNextExtension {
  type Parameters = GetNextExtensionParameters
  type ReturnType = NextExtension
}
