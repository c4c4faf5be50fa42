import type { Client } from "viem"

import { getBond as core, type HostReadParameters, type TokenReadParameters } from "../core/rental/escrowRead.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * The free part of a host's bond.
 *
 * @example
 * import { getBond } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const free = await getBond(client, { escrow: "0x…", token: "0x…", host: "0x…" })
 *
 * @param client A viem client
 * @param parameters.escrow The escrow's address
 * @param parameters.token Token address; zero: the native coin
 * @param parameters.host The host
 * @param parameters.blockNumber Block to read at; without it, the latest
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getBond(client: Client, parameters: getBond.Parameters): Promise<getBond.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getBond {
  type Parameters = TokenReadParameters & HostReadParameters
  type ReturnType = bigint
}
