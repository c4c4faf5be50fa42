// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareCloseMarket } from "../../core/admin/closeMarket.ts"
import type { TokenParameters } from "../../core/rental/escrowCall.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Closes a market to new deposits, extensions and bonds. Only the guardian may.
 *
 * @example
 * import { closeMarket } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await closeMarket(client, { escrow: "0x…", token: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {NotGuardianError} for any other account
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function closeMarket(client: Client, parameters: closeMarket.Parameters): Promise<closeMarket.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareCloseMarket, parameters)
}

export declare namespace closeMarket {
  type Parameters = TokenParameters & SendParameters
  type ReturnType = TransactionResult
}
