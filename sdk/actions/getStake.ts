import type { Client } from "viem"

import { getStake as core, type RentalReadParameters } from "../core/rental/escrowRead.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * What the renter has at stake in a dispute, or would have if it disputed now, by the clock of the block that is read.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.rental The rental, as `getRental` gives it
 * @param parameters.blockNumber Block to read at; without it, the latest
 * @returns Base units; 0 where nothing can be disputed
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getStake(client: Client, parameters: getStake.Parameters): Promise<getStake.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getStake {
  type Parameters = RentalReadParameters
  type ReturnType = bigint
}
