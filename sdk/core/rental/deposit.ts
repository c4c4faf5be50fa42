import { EventNotFoundError } from "../../errors.ts"
import type { Hex } from "../../types.ts"
import type { Wallet } from "../port.ts"
import { type DepositParameters, requestDeposit } from "./escrowCall.ts"
import { idOf } from "./offerHash.ts"
import { execute, type TransactionResult } from "./send.ts"
import type { WaitOptions } from "./waitForTransaction.ts"

export type DepositResult = TransactionResult & {
  /** The rental's id, confirmed by the transaction's own `Deposited`. */
  readonly id: Hex
}

export async function deposit(wallet: Wallet, parameters: DepositParameters & WaitOptions): Promise<DepositResult> {
  const sent = await execute(wallet, requestDeposit(wallet, parameters), parameters)
  return requireDeposited(sent, idOf(wallet.codec, parameters.rental))
}

/** Success is the event, not the receipt. */
export function requireDeposited(sent: TransactionResult, id: Hex): DepositResult {
  // A transaction of a smart account may hold several deposits.
  if (!sent.events.some(({ eventName, args }) => eventName === "Deposited" && args.id === id)) {
    throw new EventNotFoundError({ hash: sent.hash, eventName: "Deposited" })
  }
  return { id, ...sent }
}
