// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareWithdraw } from "../../core/rental/withdraw.ts"
import type { WithdrawParameters } from "../../core/rental/withdraw.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Withdraws a payout that could not be delivered. Its owner may send it to any address. Anyone may send it to the
 * owner.
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
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {NothingCreditedError} if there is no credit
 * @throws {NotAccountError} if the credit of another account should go to an address other than its own
 * @throws {InvalidReceiverError} for zero and the escrow
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function withdraw(client: Client, parameters: withdraw.Parameters): Promise<withdraw.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareWithdraw, parameters)
}

export declare namespace withdraw {
  type Parameters = WithdrawParameters & SendParameters
  type ReturnType = TransactionResult
}
