import { exitAtFunction } from "../../generated/abiItems.ts"
import type { Reads } from "../port.ts"
import { type RentalReadParameters, read } from "./escrowRead.ts"

/**
 * Reads the latest time by which the money can be released without the other party's cooperation, even if there is a
 * dispute.
 *
 * @example
 * import { getExitAt, getRental } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const latest = await getExitAt(client, { escrow: "0x…", rental })
 *
 * @returns Timestamp. 0: nothing is held
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getExitAt(chain: Reads, { rental, ...options }: RentalReadParameters): Promise<bigint> {
  return read(chain, exitAtFunction, [rental], options)
}
