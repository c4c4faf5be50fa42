// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getCredit as core } from "../../core/rental/getCredit.ts"
import type { CreditReadParameters } from "../../core/rental/getCredit.ts"
import { readsOf } from "../../viem/viemReads.ts"

/**
 * Reads the payouts to an account that wait for `withdraw`.
 *
 * @example
 * import { getCredit } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const waiting = await getCredit(client, { escrow: "0x…", token: "0x…", account: "0x…" })
 *
 * @param client A viem client
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getCredit(client: Client, parameters: getCredit.Parameters): Promise<getCredit.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getCredit {
  type Parameters = CreditReadParameters
  type ReturnType = bigint
}
