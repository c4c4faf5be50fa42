import type { Address, Client } from "viem"

import { type ReadParameters, read } from "./internal/read.ts"

/**
 * Platform fees that wait for `collectFees`.
 *
 * @example
 * import { getFees } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const waiting = await getFees(client, { escrow: "0x…", token: "0x…" })
 *
 * @param client A viem client
 * @param parameters.escrow The escrow's address
 * @param parameters.token Token address; zero: the native coin
 * @param parameters.blockNumber Block to read at; without it, the latest
 * @returns Base units
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getFees(client: Client, { token, ...options }: getFees.Parameters): Promise<getFees.ReturnType> {
  return read(client, "fees", [token], options)
}

export declare namespace getFees {
  type Parameters = ReadParameters & {
    /** Token address; zero: the native coin. */
    readonly token: Address
  }
  type ReturnType = bigint
}
