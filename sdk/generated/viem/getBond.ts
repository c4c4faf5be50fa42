// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { HostReadParameters, TokenReadParameters } from "../../core/rental/escrowRead.ts"
import { getBond as core } from "../../core/rental/getBond.ts"
import { readsOf } from "../../viem/viemReads.ts"

/**
 * Reads the free part of a host's bond.
 *
 * @example
 * import { getBond } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const free = await getBond(client, { escrow: "0x…", token: "0x…", host: "0x…" })
 *
 * @param client A viem client
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getBond(client: Client, parameters: getBond.Parameters): Promise<getBond.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getBond {
  type Parameters = TokenReadParameters & HostReadParameters
  type ReturnType = bigint
}
