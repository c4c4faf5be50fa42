import type { Address, Client, Hex } from "viem"

import type { Machine } from "../types.ts"
import { type ReadParameters, read } from "./internal/read.ts"

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
export async function getMachine(
  client: Client,
  { host, machine, ...options }: getMachine.Parameters,
): Promise<getMachine.ReturnType> {
  return read(client, "machines", [host, machine], options)
}

export declare namespace getMachine {
  type Parameters = ReadParameters & {
    /** The host. */
    readonly host: Address
    /** The host's id of the machine, 32 bytes. */
    readonly machine: Hex
  }
  type ReturnType = Machine
}
