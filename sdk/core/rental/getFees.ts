import { feesFunction } from "../../generated/abiItems.ts"
import type { Reads } from "../port.ts"
import { read, type TokenReadParameters } from "./escrowRead.ts"

/**
 * Reads the platform fees that wait for `collectFees`.
 *
 * @example
 * import { getFees } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const waiting = await getFees(client, { escrow: "0x…", token: "0x…" })
 *
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getFees(chain: Reads, { token, ...options }: TokenReadParameters): Promise<bigint> {
  return read(chain, feesFunction, [token], options)
}
