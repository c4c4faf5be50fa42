import { dueFunction } from "../../generated/abiItems.ts"
import type { due } from "../../math.ts"
import type { Reads } from "../port.ts"
import { type RentalReadParameters, read } from "./escrowRead.ts"

/**
 * Reads the principal that `settle` would move at the time of the block.
 *
 * @example
 * import { getDue, getRental } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { toHost } = await getDue(client, { escrow: "0x…", rental })
 *
 * @returns Base units to the host, to the platform and to the renter. All zeros: nothing is due
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getDue(chain: Reads, { rental, ...options }: RentalReadParameters): Promise<due.ReturnType> {
  return read(chain, dueFunction, [rental], options)
}
