import { marketsFunction } from "../../generated/abiItems.ts"
import type { Market } from "../../types.ts"
import type { Reads } from "../port.ts"
import { read, type TokenReadParameters } from "./escrowRead.ts"

/**
 * Reads a token's market: arbiter, fee, and whether it is open.
 *
 * @example
 * import { getMarket } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { open } = await getMarket(client, { escrow: "0x…", token: "0x…" })
 *
 * @returns The market. All zeros: it was never set
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getMarket(chain: Reads, { token, ...options }: TokenReadParameters): Promise<Market> {
  return read(chain, marketsFunction, [token], options)
}
