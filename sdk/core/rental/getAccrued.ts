import { accruedFunction } from "../../generated/abiItems.ts"
import type { Reads } from "../port.ts"
import { type RentalReadParameters, read } from "./escrowRead.ts"

/**
 * Reads the gross price earned so far, at the time of the block.
 *
 * @example
 * import { getAccrued, getRental } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const earned = await getAccrued(client, { escrow: "0x…", rental })
 *
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getAccrued(chain: Reads, { rental, ...options }: RentalReadParameters): Promise<bigint> {
  return read(chain, accruedFunction, [rental], options)
}
