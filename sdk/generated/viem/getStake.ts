// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { getStake as core } from "../../core/rental/getStake.ts"
import { readsOf } from "../../viem/viemReads.ts"

/**
 * Reads the renter's stake in a dispute, or the stake of a dispute at the time of the block.
 *
 * @example
 * import { getRental, getStake } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const stake = await getStake(client, { escrow: "0x…", rental })
 *
 * @param client A viem client
 * @returns Base units. 0: nothing can be disputed
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getStake(client: Client, parameters: getStake.Parameters): Promise<getStake.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getStake {
  type Parameters = RentalReadParameters
  type ReturnType = bigint
}
