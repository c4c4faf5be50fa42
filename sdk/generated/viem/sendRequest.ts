// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { sendRequest as core } from "../../core/requests/sendRequest.ts"
import type { SendRequestParameters } from "../../core/requests/sendRequest.ts"
import type { Hash } from "../../types.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Checks, simulates and sends a call without waiting for it. With a local key the hash is known before the call is sent,
 * and is returned even if the node took the transaction without an answer.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { prepareRequest, sendRequest } from "@gpuflow/escrow/requests"
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
 * @returns The transaction's hash, for `waitForRequest`
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {TransactionRefusedError} if the node refused what a local key signed
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function sendRequest(client: Client, parameters: sendRequest.Parameters): Promise<sendRequest.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace sendRequest {
  type Parameters = SendRequestParameters & AccountParameters
  type ReturnType = Hash
}
