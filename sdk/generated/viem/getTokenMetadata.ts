// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getTokenMetadata as core } from "../../core/plan/getTokenMetadata.ts"
import type { GetTokenMetadataParameters, TokenMetadata } from "../../core/plan/getTokenMetadata.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads what a token's contract says of itself. Anything may be missing: a contract that reverts or answers nonsense is
 * not an error. Symbols and names are not unique, and owners can change them. Identify a token by its address.
 *
 * @example
 * import { getTokenMetadata } from "@gpuflow/escrow/plan"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { symbol, decimals } = await getTokenMetadata(client, { token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" })
 *
 * @param client A viem client
 * @returns Whether there is a contract, and its decimals, symbol and name
 * @throws {InvalidInputError} for an invalid address
 */
export function getTokenMetadata(
  client: Client,
  parameters: getTokenMetadata.Parameters,
): Promise<getTokenMetadata.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getTokenMetadata {
  type Parameters = GetTokenMetadataParameters
  type ReturnType = TokenMetadata
}
