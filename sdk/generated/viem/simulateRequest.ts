// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RequestParameters } from "../../core/rental/send.ts"
import { simulateRequest as core } from "../../core/requests/simulateRequest.ts"
import type { Hex } from "../../types.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Runs a call on the latest state without sending it, and throws the error that it would fail with.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { prepareRequest, simulateRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * await simulateRequest(client, { request })
 *
 * @param client A viem client with an account
 * @returns The data that the call would return
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function simulateRequest(
  client: Client,
  parameters: simulateRequest.Parameters,
): Promise<simulateRequest.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace simulateRequest {
  type Parameters = RequestParameters & AccountParameters
  type ReturnType = Hex
}
