import { hostsFunction } from "../../generated/abiItems.ts"
import type { Host } from "../../types.ts"
import type { Chain } from "../port.ts"
import { type HostReadParameters, read } from "./escrowRead.ts"

/**
 * A host: who signs for it, and the epoch that its offers must carry.
 *
 * @example
 * import { getHost } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { signer, epoch } = await getHost(client, { escrow: "0x…", host: "0x…" })
 *
 * @returns The host; zeros if nothing was set
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getHost(chain: Chain, { host, ...options }: HostReadParameters): Promise<Host> {
  return read(chain, hostsFunction, [host], options)
}
