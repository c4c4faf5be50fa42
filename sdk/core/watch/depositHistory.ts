// What the lists of deposits share. The parties of a rental are topics of its `Deposited` event.
import type { Address, Hex } from "../../types.ts"
import { InvalidInputError } from "../codec.ts"
import { decodeDeposits, type EscrowEvent } from "../escrowEvents.ts"
import type { Chain, Log } from "../port.ts"
import { TermsMismatchError } from "../rental/rentalErrors.ts"
import { idOf } from "../rental/rentalId.ts"
import { sortLogs } from "../verifiedLogs.ts"

/** A deposit, with its rental. */
export type DepositedEvent = EscrowEvent<"Deposited">

/** The deposits among logs, in order. Their terms are checked against their ids. */
export function depositsIn({ codec }: Chain, escrow: Address, logs: readonly Log[]): DepositedEvent[] {
  const deposits = decodeDeposits(codec, { escrow, logs: sortLogs(logs) })
  for (const { args } of deposits) {
    const { id, rental } = args
    const actual = idOf(codec, rental)
    if (actual !== id) throw new TermsMismatchError({ id, actual })
  }
  return deposits
}

/** An address as a topic of a log. */
export function asTopic(address: Address): Hex {
  return `0x${address.slice(2).toLowerCase().padStart(64, "0")}`
}

/** Refuses a limit below 1, with which every page would be empty. */
export function assertLimit(limit: number): void {
  if (!(limit >= 1)) throw new InvalidInputError({ field: "limit", value: limit, expected: "1 or more" })
}
