import type { Client } from "viem"

import { waitForRequest as core, type TransactionResult, type WaitForRequestParameters } from "../core/rental/send.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * Waits for a call that was sent, and reads its events: what every verb does after it has sent.
 *
 * @example
 * import { findEvent, prepareRequest, type Rental, sendRequest, waitForRequest } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * const hash = await sendRequest(client, { request })
 * const { events } = await waitForRequest(client, { escrow: "0x…", hash })
 * const refund = findEvent(events, "Closed")?.args.toRenter
 *
 * @param client A viem client
 * @param parameters.escrow The escrow's address
 * @param parameters.hash The transaction's hash
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @param parameters.finalized Also wait until the chain calls its block final
 * @param parameters.stalledAfter Seconds without any progress until it gives up; without it, 300
 * @param parameters.signal Ends the waiting, not the transaction: it throws `TransactionStalled`
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {TransactionRevertedError} if it reverted
 * @throws {TransactionReplacedError} if the wallet sent something else in its place
 * @throws {TransactionDroppedError} if no node knows it any more
 * @throws {TransactionStalledError} if nothing moves
 */
export function waitForRequest(
  client: Client,
  parameters: waitForRequest.Parameters,
): Promise<waitForRequest.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace waitForRequest {
  type Parameters = WaitForRequestParameters
  type ReturnType = TransactionResult
}
