import type { Client } from "viem"

import { getMachine as core, type MachineReadParameters } from "../core/rental/escrowRead.ts"
import type { Machine } from "../types.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * A host's machine: when it is free, and the nonce that its offers must carry.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.host The host
 * @param parameters.machine The host's id of the machine, 32 bytes
 * @param parameters.blockNumber Block to read at; without it, the latest
 * @returns The machine; zeros if it was never rented nor revoked
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getMachine(client: Client, parameters: getMachine.Parameters): Promise<getMachine.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getMachine {
  type Parameters = MachineReadParameters
  type ReturnType = Machine
}
