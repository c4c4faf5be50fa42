// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RequestParameters } from "../../core/rental/send.ts"
import { estimateRequest as core } from "../../core/requests/estimateRequest.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Estimates the gas to send a call with: the need of the latest state, a tenth more, and room for one payout if the
 * call pays out.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { estimateRequest, prepareRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * const gas = await estimateRequest(client, { request })
 *
 * @param client A viem client with an account
 * @returns Gas
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function estimateRequest(
  client: Client,
  parameters: estimateRequest.Parameters,
): Promise<estimateRequest.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace estimateRequest {
  type Parameters = RequestParameters & AccountParameters
  type ReturnType = bigint
}
