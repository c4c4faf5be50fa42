// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { waitForTransaction as core } from "../../core/rental/waitForTransaction.ts"
import type { TransactionOutcome, WaitForTransactionParameters } from "../../core/rental/waitForTransaction.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Waits until a transaction is deep enough, or says what became of it instead. The receipt and its block are read again
 * at each look: on Polygon a block may go, and one that was called final has gone. A node that fails, or is behind, is
 * asked again. What no node has shown is never called dropped: it may be on its way through a private one.
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
 * @throws {InvalidInputError} for what is no hash
 * @throws {ReadFailedError} if the node did nothing but fail for that long
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
