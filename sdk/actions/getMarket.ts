import type { Address, Client } from "viem"

import type { Market } from "../types.ts"
import { type ReadParameters, read } from "./internal/read.ts"

/**
 * A token's market: arbiter, fee, and whether it is open.
 *
 * @example
 * import { getMarket } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { open } = await getMarket(client, { escrow: "0x…", token: "0x…" })
 *
 * @param client A viem client
 * @param parameters.escrow The escrow's address
 * @param parameters.token Token address; zero: the native coin
 * @param parameters.blockNumber Block to read at; without it, the latest
 * @returns The market; zeros if it was never set
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getMarket(
  client: Client,
  { token, ...options }: getMarket.Parameters,
): Promise<getMarket.ReturnType> {
  return read(client, "markets", [token], options)
}

export declare namespace getMarket {
  type Parameters = ReadParameters & {
    /** Token address; zero: the native coin. */
    readonly token: Address
  }
  type ReturnType = Market
}
