import type { Client } from "viem"

import { getAccrued as core, type RentalReadParameters } from "../core/rental/escrowRead.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * Gross price earned so far, by the clock of the block that is read.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.rental The rental, as `getRental` gives it
 * @param parameters.blockNumber Block to read at; without it, the latest
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getAccrued(client: Client, parameters: getAccrued.Parameters): Promise<getAccrued.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getAccrued {
  type Parameters = RentalReadParameters
  type ReturnType = bigint
}
