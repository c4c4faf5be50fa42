// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareWithdrawBond } from "../../core/rental/withdrawBond.ts"
import type { WithdrawBondParameters } from "../../core/rental/withdrawBond.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Withdraws from the free part of the sender's bond.
 *
 * @example
 * import { withdrawBond } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { hash } = await withdrawBond(client, { escrow: "0x…", token: "0x…", amount: 1_500_000n, to: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {InsufficientBondError} if the free bond is smaller
 * @throws {InvalidReceiverError} for zero and the escrow
 * @throws {ZeroAmountError} for a zero amount
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function withdrawBond(
  client: Client,
  parameters: withdrawBond.Parameters,
): Promise<withdrawBond.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareWithdrawBond, parameters)
}

export declare namespace withdrawBond {
  type Parameters = WithdrawBondParameters & SendParameters
  type ReturnType = TransactionResult
}
