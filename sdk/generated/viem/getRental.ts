// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalIdParameters } from "../../core/rental/escrowRead.ts"
import { getRental as core } from "../../core/rental/getRental.ts"
import type { RentalDetails } from "../../core/rental/getRental.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads a rental by its id: the state from storage, the terms from the block of its deposit. The contract's own
 * `getRental` returns the state alone. The terms are checked against the id, so you need not trust the node for them.
 *
 * @example
 * import { getRental } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 *
 * @param client A viem client
 * @returns The id, the state and the rental that every verb takes
 * @throws {RentalNotFoundError} if there is no such rental
 * @throws {TermsNotFoundError} if the node has no logs of the deposit's block
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getRental(client: Client, parameters: getRental.Parameters): Promise<getRental.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getRental {
  type Parameters = RentalIdParameters
  type ReturnType = RentalDetails
}
