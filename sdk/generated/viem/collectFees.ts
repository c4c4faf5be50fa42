// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareCollectFees } from "../../core/rental/collectFees.ts"
import type { TokenParameters } from "../../core/rental/escrowCall.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Sends the platform's fees to the treasury. Anyone may call it.
 *
 * @example
 * import { collectFees } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await collectFees(client, { escrow: "0x…", token: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {NoFeesError} if there are no fees
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function collectFees(client: Client, parameters: collectFees.Parameters): Promise<collectFees.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareCollectFees, parameters)
}

export declare namespace collectFees {
  type Parameters = TokenParameters & SendParameters
  type ReturnType = TransactionResult
}
