import { bondsFunction } from "../../generated/abiItems.ts"
import type { Reads } from "../port.ts"
import { type HostReadParameters, read, type TokenReadParameters } from "./escrowRead.ts"

/**
 * Reads the free part of a host's bond.
 *
 * @example
 * import { getBond } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const free = await getBond(client, { escrow: "0x…", token: "0x…", host: "0x…" })
 *
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getBond(
  chain: Reads,
  { token, host, ...options }: TokenReadParameters & HostReadParameters,
): Promise<bigint> {
  return read(chain, bondsFunction, [token, host], options)
}
