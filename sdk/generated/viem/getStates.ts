// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getStates as core } from "../../core/watch/getStates.ts"
import type { RentalIdsParameters } from "../../core/watch/getStates.ts"
import type { RentalState } from "../../types.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads the states of many rentals at one block, in one call where the chain has Multicall3.
 *
 * @example
 * import { getStates } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const states = await getStates(client, { escrow: "0x…", ids: ["0x…", "0x…"] })
 *
 * @param client A viem client
 * @returns The states, in the order of the ids. Status `None`: there is no such rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getStates(client: Client, parameters: getStates.Parameters): Promise<getStates.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getStates {
  type Parameters = RentalIdsParameters
  type ReturnType = RentalState[]
}
