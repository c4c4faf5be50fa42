import type { Client } from "viem"

import { requestWithdrawBond, type WithdrawBondParameters } from "../core/rental/escrowCall.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Takes from the free part of the sender's bond.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.token Token address; zero: the native coin
 * @param parameters.amount Base units
 * @param parameters.to Receiver: neither zero nor the escrow
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {InsufficientBondError} if the free bond is smaller
 * @throws {InvalidReceiverError} for zero and the escrow
 * @throws {ZeroAmountError} for nothing
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function withdrawBond(
  client: Client,
  parameters: withdrawBond.Parameters,
): Promise<withdrawBond.ReturnType> {
  return write(client, requestWithdrawBond, parameters)
}

export declare namespace withdrawBond {
  type Parameters = WithdrawBondParameters & SendParameters
  type ReturnType = TransactionResult
}
