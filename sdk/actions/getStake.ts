import type { Client } from "viem"

import type { Rental } from "../types.ts"
import { type ReadParameters, read } from "./internal/read.ts"

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
export async function getStake(
  client: Client,
  { rental, ...options }: getStake.Parameters,
): Promise<getStake.ReturnType> {
  return read(client, "stakeOf", [rental], options)
}

export declare namespace getStake {
  type Parameters = ReadParameters & {
    /** The rental, as `getRental` gives it. */
    readonly rental: Rental
  }
  type ReturnType = bigint
}
