// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { estimateFees as core } from "../../core/rental/estimateFees.ts"
import type { Fees } from "../../core/rental/estimateFees.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Estimates the fees that every verb of a local key offers: the library's, on Polygon with the least priority fee that its
 * nodes accept, 25 gwei, although they may suggest less.
 *
 * @example
 * import { estimateFees, type Rental } from "@gpuflow/escrow"
 * import { estimateRequest, prepareRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * const [gas, { maxFeePerGas }] = await Promise.all([estimateRequest(client, { request }), estimateFees(client)])
 * console.log(`At most ${gas * maxFeePerGas} wei`)
 *
 * @param client A viem client
 * @returns The highest fee in all, and the priority fee in it
 * @throws {WrongChainError} if the client is configured for another chain
 */
export function estimateFees(client: Client): Promise<estimateFees.ReturnType> {
  return core(chainOf(client))
}

export declare namespace estimateFees {
  type ReturnType = Fees
}
