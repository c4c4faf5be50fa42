// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalReadParameters } from "../../core/rental/escrowRead.ts"
import { getDue as core } from "../../core/rental/getDue.ts"
import type { due } from "../../math.ts"
import { readsOf } from "../../viem/viemReads.ts"

/**
 * Reads the principal that `settle` would move at the time of the block.
 *
 * @example
 * import { getDue, getRental } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { toHost } = await getDue(client, { escrow: "0x…", rental })
 *
 * @param client A viem client
 * @returns Base units to the host, to the platform and to the renter. All zeros: nothing is due
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getDue(client: Client, parameters: getDue.Parameters): Promise<getDue.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getDue {
  type Parameters = RentalReadParameters
  type ReturnType = due.ReturnType
}
