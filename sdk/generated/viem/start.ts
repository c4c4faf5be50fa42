// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { RentalParameters } from "../../core/rental/escrowCall.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareStart } from "../../core/rental/start.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Starts a funded rental as its host or operator. The price accrues from now on.
 *
 * @example
 * import { getRental, start } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await start(client, { escrow: "0x…", rental })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotHostOrOperatorError} for any other account
 * @throws {StartWindowOverError} if the host is too late
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function start(client: Client, parameters: start.Parameters): Promise<start.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareStart, parameters)
}

export declare namespace start {
  type Parameters = RentalParameters & SendParameters
  type ReturnType = TransactionResult
}
