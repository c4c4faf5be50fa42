import type { Account, Address, Client } from "viem"

import type { Wallet } from "../core/port.ts"
import { execute, type PreparedRequest, type TransactionResult } from "../core/rental/send.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"
import { walletOf } from "./viemPort.ts"

/** Who acts. */
export type AccountParameters = {
  /** Who signs and sends; without it, the client's account. */
  readonly account?: Account | Address | undefined
}

/** Who sends a transaction, and how long to wait for it. */
export type SendParameters = AccountParameters & WaitOptions

/** Prepares a verb, sends it and waits for it. */
export async function write<parameters extends object>(
  client: Client,
  prepare: (wallet: Wallet, parameters: parameters) => PreparedRequest | Promise<PreparedRequest>,
  parameters: parameters & SendParameters,
): Promise<TransactionResult> {
  const wallet = walletOf(client, parameters.account)
  return execute(wallet, await prepare(wallet, parameters), parameters)
}
