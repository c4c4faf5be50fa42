// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareWithdraw } from "../../core/rental/withdraw.ts"
import type { WithdrawParameters } from "../../core/rental/withdraw.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Delivers a payout that could not be pushed. The credit's owner may send it anywhere; anyone may send it to the owner.
 *
 * @example
 * import { withdraw } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await withdraw(client, { escrow: "0x…", token: "0x…", to: "0x…" })
 *
 * @param client A viem client with an account
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {NothingCreditedError} if nothing waits
 * @throws {NotAccountError} if another's credit is to go elsewhere
 * @throws {InvalidReceiverError} for zero and the escrow
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function withdraw(client: Client, parameters: withdraw.Parameters): Promise<withdraw.ReturnType> {
  return sendVerb(walletOf(client, parameters.account), prepareWithdraw, parameters)
}

export declare namespace withdraw {
  type Parameters = WithdrawParameters & SendParameters
  type ReturnType = TransactionResult
}
