// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { HostReadParameters } from "../../core/rental/escrowRead.ts"
import { getHost as core } from "../../core/rental/getHost.ts"
import type { Host } from "../../types.ts"
import { readsOf } from "../../viem/viemReads.ts"

/**
 * Reads a host: the key that signs for it, and the epoch that its offers must have.
 *
 * @example
 * import { getHost } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { signer, epoch } = await getHost(client, { escrow: "0x…", host: "0x…" })
 *
 * @param client A viem client
 * @returns The host. All zeros: nothing was set
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getHost(client: Client, parameters: getHost.Parameters): Promise<getHost.ReturnType> {
  return core(readsOf(client), parameters)
}

export declare namespace getHost {
  type Parameters = HostReadParameters
  type ReturnType = Host
}
