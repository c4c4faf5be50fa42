// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalIdParameters } from "../../core/rental/escrowRead.ts"
import { getState as core } from "../../core/rental/getState.ts"
import type { RentalState } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

/**
 * Reads the state of a rental by its id.
 *
 * @example
 * import { getState } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { status } = await getState(client, { escrow: "0x…", id: "0x…" })
 *
 * @param client A viem client
 * @returns The state. Status `None` and zeros: there is no such rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getState(client: Client, parameters: getState.Parameters): Promise<getState.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getState {
  type Parameters = RentalIdParameters
  type ReturnType = RentalState
}
