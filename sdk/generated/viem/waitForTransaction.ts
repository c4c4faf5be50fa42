// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { waitForTransaction as core } from "../../core/rental/waitForTransaction.ts"
import type { TransactionOutcome, WaitForTransactionParameters } from "../../core/rental/waitForTransaction.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Waits until a transaction has enough confirmations, or returns another outcome. The receipt and its block are read
 * again at each poll: Polygon can reorganise blocks, and has reverted one that was reported as final. A node that fails
 * or lags is asked again. A transaction that no node has shown is never reported as dropped, because it may be on its
 * way through a private node.
 *
 * @example
 * import { waitForTransaction } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const outcome = await waitForTransaction(client, { hash: "0x…", confirmations: 3, finalized: true })
 * if (outcome.status === "stalled") console.log(`Still waiting for the ${outcome.where}: ask again with the same hash.`)
 *
 * @param client A viem client
 * @returns `included` with the receipt and how often its block changed, `replaced`, `dropped` or `stalled`
 * @throws {InvalidInputError} for a value that is not a hash
 * @throws {ReadFailedError} if the node failed for that whole time
 */
export function waitForTransaction(
  client: Client,
  parameters: waitForTransaction.Parameters,
): Promise<waitForTransaction.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace waitForTransaction {
  type Parameters = WaitForTransactionParameters
  type ReturnType = TransactionOutcome
}
