// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareRefund } from "../../core/rental/refund.ts"
import type { RefundParameters } from "../../core/rental/refund.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Gives served seconds back as the host, as compensation for a downtime. Payments due are made first. The stake of a
 * disputed rental shrinks with the contested amount, and for a day the renter can concede for free: a refund in a dispute
 * is your offer to settle. Leave a second contested, because a host that gives back everything keeps its bond at stake
 * for up to 14 days for nothing.
 *
 * @example
 * import { getRental, refund } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const refundedSeconds = state.refundedSeconds + 2_700n // down for 45 minutes
 * const { events } = await refund(client, { escrow: "0x…", rental, refundedSeconds })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotHostError} for any other account, the operator included
 * @throws {RefundOutOfBoundsError} for no more than the present total, or more than the maximum, which it names
 * @throws {SettlementDueError} once the closing settlement is due
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function refund(client: Client, parameters: refund.Parameters): Promise<refund.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareRefund, parameters)
}

export declare namespace refund {
  type Parameters = RefundParameters & SendParameters
  type ReturnType = TransactionResult
}
