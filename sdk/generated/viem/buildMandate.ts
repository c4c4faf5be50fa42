// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { buildMandate as core } from "../../core/mandate/buildMandate.ts"
import type { BuildMandateParameters } from "../../core/mandate/buildMandate.ts"
import type { Mandate } from "../../core/mandate/mandate.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Builds a mandate that extends a rental up to a number of seconds. Its total is the price of these seconds, and as many
 * tips as there can be extensions, unless you pass another one.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { buildMandate, signMandate } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const contracts = { escrow: "0x…", mandateContract: "0x…" } as const
 * const mandate = await buildMandate(client, { ...contracts, rental, until: 24n * 3_600n })
 * const signed = await signMandate(client, { ...contracts, rental, mandate })
 *
 * @param client A viem client
 * @returns The mandate, unsigned
 * @throws {DurationOutOfBoundsError} if the rental already lasts as long, or beyond the offer's `maxDuration`
 * @throws {WrongStatusError} if the rental has ended
 * @throws {ZeroStepError} for a step of zero
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 */
export function buildMandate(client: Client, parameters: buildMandate.Parameters): Promise<buildMandate.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace buildMandate {
  type Parameters = BuildMandateParameters
  type ReturnType = Mandate
}
