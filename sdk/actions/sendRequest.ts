import type { Client } from "viem"

import { type RequestParameters, send } from "../core/rental/send.ts"
import type { Hash } from "../types.ts"
import type { AccountParameters } from "../viem/sendVerb.ts"
import { walletOf } from "../viem/viemPort.ts"

/**
 * Checks, simulates and sends a call, and does not wait for it.
 *
 * @example
 * import { prepareRequest, type Rental, sendRequest } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * const hash = await sendRequest(client, { request })
 *
 * @param client A viem client with an account
 * @param parameters.request The call, from `prepareRequest`
 * @param parameters.account Who sends it; without it, the client's account
 * @returns The transaction's hash, for `waitForRequest`
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function sendRequest(
  client: Client,
  { request, account }: sendRequest.Parameters,
): Promise<sendRequest.ReturnType> {
  return send(walletOf(client, account), request)
}

export declare namespace sendRequest {
  type Parameters = RequestParameters & AccountParameters
  type ReturnType = Hash
}
