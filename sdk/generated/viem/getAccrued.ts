// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { getAccrued as core } from "../../core/rental/getAccrued.ts"
import { readsOf } from "../../viem/viemReads.ts"

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
 * @param client A viem client
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getAccrued(client: Client, parameters: getAccrued.Parameters): Promise<getAccrued.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getAccrued {
  type Parameters = RentalReadParameters
  type ReturnType = bigint
}
