import { EventNotFoundError } from "../errors.ts"
import type { Hex } from "../types.ts"
import { idOf } from "./offer.ts"
import type { Wallet } from "./port.ts"
import { type DepositParameters, requestDeposit } from "./requests.ts"
import { execute, type Sent } from "./send.ts"
import type { Patience } from "./wait.ts"

export type Deposited = Sent & {
  /** The rental's id, confirmed by the transaction's own `Deposited`. */
  readonly id: Hex
}

export async function deposit(wallet: Wallet, parameters: DepositParameters & Patience): Promise<Deposited> {
  const result = await execute(wallet, requestDeposit(wallet, parameters), parameters)
  const id = idOf(wallet.codec, parameters.rental)
  // A transaction of a smart account may hold several deposits.
  if (!result.events.some(({ eventName, args }) => eventName === "Deposited" && args.id === id)) {
    throw new EventNotFoundError({ hash: result.hash, eventName: "Deposited" })
  }
  return { id, ...result }
}
