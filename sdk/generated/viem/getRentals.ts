// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalDetails } from "../../core/rental/getRental.ts"
import { getRentals as core } from "../../core/watch/getRentals.ts"
import type { RentalIdsParameters } from "../../core/watch/getStates.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads many rentals by their ids: all states in one call where the chain has Multicall3, and the terms in one query
 * per block with deposits. The terms are checked against the ids.
 *
 * @example
 * import { getRentals } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const found = await getRentals(client, { escrow: "0x…", ids: ["0x…", "0x…"] })
 * const running = found.filter(({ state }) => state.status === "Active")
 *
 * @param client A viem client
 * @returns The result of `getRental` for each id, in their order
 * @throws {RentalNotFoundError} if there is no such rental
 * @throws {TermsNotFoundError} if the node has no logs of a deposit's block
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getRentals(client: Client, parameters: getRentals.Parameters): Promise<getRentals.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getRentals {
  type Parameters = RentalIdsParameters
  type ReturnType = RentalDetails[]
}
