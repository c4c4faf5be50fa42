// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { getMarket as core } from "../../core/rental/getMarket.ts"
import type { Market } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

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
 * @param client A viem client
 * @returns The market. All zeros: it was never set
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getMarket(client: Client, parameters: getMarket.Parameters): Promise<getMarket.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getMarket {
  type Parameters = TokenReadParameters
  type ReturnType = Market
}
