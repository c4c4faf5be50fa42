import { getRentalFunction } from "../../generated/abiItems.ts"
import type { RentalState } from "../../types.ts"
import type { Reads } from "../port.ts"
import { type RentalIdParameters, read } from "./escrowRead.ts"

/**
 * Reads the state of a rental by its id.
 *
 * @example
 * import { getState } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { status } = await getState(client, { escrow: "0x…", id: "0x…" })
 *
 * @returns The state. Status `None` and zeros: there is no such rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getState(chain: Reads, { id, ...options }: RentalIdParameters): Promise<RentalState> {
  return read(chain, getRentalFunction, [id], options)
}
