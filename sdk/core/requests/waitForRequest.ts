import type { Address } from "../../types.ts"
import { decodeEvents } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { revertedBy, type TransactionResult } from "../rental/send.ts"
import { requireReceipt, type WaitForTransactionParameters } from "../rental/waitForTransaction.ts"

/** Parameters of `waitForRequest`. */
export type WaitForRequestParameters = WaitForTransactionParameters & {
  /** The escrow's address. */
  readonly escrow: Address
}

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
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {TransactionRevertedError} if the transaction reverted
 * @throws {TransactionReplacedError} if the wallet sent something else in its place
 * @throws {TransactionDroppedError} if no node knows the transaction any more
 * @throws {TransactionStalledError} if there is no progress
 */
export async function waitForRequest(
  chain: Chain,
  { escrow, ...waiting }: WaitForRequestParameters,
): Promise<TransactionResult> {
  const receipt = await requireReceipt(chain, waiting)
  if (receipt.status === "reverted") throw await revertedBy(chain, receipt)
  return { hash: receipt.transactionHash, receipt, events: decodeEvents(chain.codec, { escrow, logs: receipt.logs }) }
}
