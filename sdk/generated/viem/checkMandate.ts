// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { checkMandate as core } from "../../core/mandate/checkMandate.ts"
import type { CheckMandateParameters, MandateCheck } from "../../core/mandate/checkMandate.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Checks whether a mandate would be executed now, or when, and everything that stands against it: the mandate's own terms,
 * the signature, the rental, the renter's allowance and balance, the token, the market, and the host's free bond. The
 * problems are in the contract's order, so the first is what an execution would fail with. Ask before the extension is
 * due, and warn the renter of what will refuse it.
 *
 * @example
 * import { checkMandate, parseMandate } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the renter's page has sent
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { status, problems } = await checkMandate(client, { signed: parseMandate(text) })
 * console.log(status, ...problems.map(({ error }) => error.message))
 *
 * @param client A viem client
 * @returns The status, every problem with its reason and error, and the next extension
 * @throws {WrongChainError} if the mandate is for another chain, or the client is configured for another
 * @throws {ForeignContractError} if the contract extends the rentals of another escrow
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export function checkMandate(client: Client, parameters: checkMandate.Parameters): Promise<checkMandate.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace checkMandate {
  type Parameters = CheckMandateParameters
  type ReturnType = MandateCheck
}
