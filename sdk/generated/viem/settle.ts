// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalParameters } from "../../core/rental/escrowCall.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareSettle } from "../../core/rental/settle.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Pays what is due by a deadline: a no-show, or a rental whose challenge window has ended. Anyone may call it.
 *
 * @example
 * import { getRental, settle } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await settle(client, { escrow: "0x…", rental })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotDueError} with the time from which it is due
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function settle(client: Client, parameters: settle.Parameters): Promise<settle.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareSettle, parameters)
}

export declare namespace settle {
  type Parameters = RentalParameters & SendParameters
  type ReturnType = TransactionResult
}
