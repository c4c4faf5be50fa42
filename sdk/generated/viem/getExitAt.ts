// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { getExitAt as core } from "../../core/rental/getExitAt.ts"
import { readsOf } from "../../viem/viemReads.ts"

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
 * @param client A viem client
 * @returns Timestamp. 0: nothing is held
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getExitAt(client: Client, parameters: getExitAt.Parameters): Promise<getExitAt.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getExitAt {
  type Parameters = RentalReadParameters
  type ReturnType = bigint
}
