// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { TransactionResult } from "../../core/rental/send.ts"
import { waitForRequest as core } from "../../core/requests/waitForRequest.ts"
import type { WaitForRequestParameters } from "../../core/requests/waitForRequest.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Waits for a call that was sent, and decodes its events. Every verb does this after sending.
 *
 * @example
 * import { findEvent, type Rental } from "@gpuflow/escrow"
 * import { prepareRequest, sendRequest, waitForRequest } from "@gpuflow/escrow/requests"
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
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {TransactionRevertedError} if the transaction reverted
 * @throws {TransactionReplacedError} if the wallet sent something else in its place
 * @throws {TransactionDroppedError} if no node knows the transaction any more
 * @throws {TransactionStalledError} if there is no progress
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
