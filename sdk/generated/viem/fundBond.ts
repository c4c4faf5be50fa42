// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareFundBond } from "../../core/rental/fundBond.ts"
import type { FundBondParameters } from "../../core/rental/fundBond.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Adds to the sender's free bond. The escrow must be allowed to take the amount of an ERC-20 token.
 *
 * @example
 * import { fundBond } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await fundBond(client, { escrow: "0x…", token: "0x…", amount: 5_000_000n })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {MarketNotOpenError} if the token is not accepted
 * @throws {InsufficientAllowanceError} if the escrow may not take that much
 * @throws {InsufficientBalanceError} if the sender does not have it
 * @throws {WrongValueError} if another value is sent than is due
 * @throws {ZeroAmountError} for a zero amount
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function fundBond(client: Client, parameters: fundBond.Parameters): Promise<fundBond.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareFundBond, parameters)
}

export declare namespace fundBond {
  type Parameters = FundBondParameters & SendParameters
  type ReturnType = TransactionResult
}
