// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { MachineReadParameters } from "../../core/rental/escrowRead.ts"
import { getMachine as core } from "../../core/rental/getMachine.ts"
import type { Machine } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

/**
 * Reads a host's machine: when it is free, and the nonce that its offers must have.
 *
 * @example
 * import { getMachine } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { busyUntil } = await getMachine(client, { escrow: "0x…", host: "0x…", machine: "0x…" })
 *
 * @param client A viem client
 * @returns The machine. All zeros: it was never rented, and its offers were never revoked
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getMachine(client: Client, parameters: getMachine.Parameters): Promise<getMachine.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getMachine {
  type Parameters = MachineReadParameters
  type ReturnType = Machine
}
