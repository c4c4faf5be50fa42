import { hostsFunction } from "../../generated/abiItems.ts"
import type { Host } from "../../types.ts"
import type { Reads } from "../port.ts"
import { type HostReadParameters, read } from "./escrowRead.ts"

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
 * @returns The host. All zeros: nothing was set
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getHost(chain: Reads, { host, ...options }: HostReadParameters): Promise<Host> {
  return read(chain, hostsFunction, [host], options)
}
