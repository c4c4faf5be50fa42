// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { probeToken as core } from "../../core/plan/probeToken.ts"
import type { ProbeTokenParameters } from "../../core/plan/probeToken.ts"
import type { ProbedToken } from "../../core/plan/tokens.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Checks on the chain that a token has code and the decimals of its entry. Its symbol is not checked, because a token's
 * owner can change it. If the contract has another one, it is in `symbolOnChain`.
 *
 * @example
 * import { probeToken } from "@gpuflow/escrow/plan"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { decimals } = await probeToken(client, { token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359" })
 *
 * @param client A viem client
 * @returns The entry, with the block at which it was checked
 * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
 * @throws {TokenMismatchError} if it has no code or other decimals
 */
export function probeToken(client: Client, parameters: probeToken.Parameters): Promise<probeToken.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace probeToken {
  type Parameters = ProbeTokenParameters
  type ReturnType = ProbedToken
}
