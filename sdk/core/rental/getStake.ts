import { stakeOfFunction } from "../../generated/abiItems.ts"
import type { Reads } from "../port.ts"
import { type RentalReadParameters, read } from "./escrowRead.ts"

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
 * @returns Base units. 0: nothing can be disputed
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getStake(chain: Reads, { rental, ...options }: RentalReadParameters): Promise<bigint> {
  return read(chain, stakeOfFunction, [rental], options)
}
