// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { getFees as core } from "../../core/rental/getFees.ts"
import { readsOf } from "../../viem/viemReads.ts"

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
 * @param client A viem client
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getFees(client: Client, parameters: getFees.Parameters): Promise<getFees.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getFees {
  type Parameters = TokenReadParameters
  type ReturnType = bigint
}
