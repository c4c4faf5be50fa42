import type { Client } from "viem"

import { getState as core, type RentalIdParameters } from "../core/rental/escrowRead.ts"
import type { RentalState } from "../types.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * A rental's whole state, from its id.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.id The rental's id
 * @param parameters.blockNumber Block to read at; without it, the latest
 * @returns The state; status `None` and zeros if there is no such rental
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getState(client: Client, parameters: getState.Parameters): Promise<getState.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getState {
  type Parameters = RentalIdParameters
  type ReturnType = RentalState
}
