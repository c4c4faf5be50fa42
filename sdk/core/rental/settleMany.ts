import { InvalidInputError } from "../../errors.ts"
import type { Rental } from "../../types.ts"
import type { EscrowEvent } from "../escrowEvents.ts"
import type { Wallet } from "../port.ts"
import { hasEscrowBrand } from "../revert.ts"
import { requestSettleMany, type SettleManyParameters } from "./escrowCall.ts"
import { execute, type TransactionResult } from "./send.ts"
import type { WaitOptions } from "./waitForTransaction.ts"

/**
 * Rentals per transaction: what fits into 2^24 gas although each has a payee that never had the token, with a tenth to
 * spare (`npm run bench`: 329).
 */
export const LARGEST_BATCH = 300

export type SettleManyResult = {
  /** How many of them were due and settled. */
  readonly settled: number
  /** The escrow's events of all transactions, in their order. */
  readonly events: EscrowEvent[]
  /** In the order in which they were sent. */
  readonly transactions: readonly TransactionResult[]
}

export async function settleMany(
  wallet: Wallet,
  { escrow, rentals, ...waitOptions }: SettleManyParameters & WaitOptions,
): Promise<SettleManyResult> {
  if (rentals.length === 0) {
    throw new InvalidInputError({ field: "rentals", value: rentals, expected: "at least one rental" })
  }
  const transactions: TransactionResult[] = []
  for (let first = 0; first < rentals.length; first += LARGEST_BATCH) {
    const batch = rentals.slice(first, first + LARGEST_BATCH)
    transactions.push(...(await settleBatch(wallet, { escrow, rentals: batch }, waitOptions)))
  }
  const events = transactions.flatMap((transaction) => transaction.events)
  // Each item that is due either rolls, with one `Paid`, or closes, with one `Closed`.
  const settled = events.filter(({ eventName }) => eventName === "Paid" || eventName === "Closed").length
  return { settled, events, transactions }
}

/** Nothing has been sent when a batch turns out too large: it is simulated and estimated first. */
async function settleBatch(
  wallet: Wallet,
  batch: SettleManyParameters,
  waitOptions: WaitOptions,
): Promise<TransactionResult[]> {
  const { escrow, rentals } = batch
  try {
    return [await execute(wallet, requestSettleMany(wallet, batch), waitOptions)]
  } catch (error) {
    const isTooLarge = hasEscrowBrand(error) && error.code === "InsufficientGas"
    if (!isTooLarge || rentals.length === 1) throw error
    const half = Math.ceil(rentals.length / 2)
    const settle = (some: readonly Rental[]) => settleBatch(wallet, { escrow, rentals: some }, waitOptions)
    const first = await settle(rentals.slice(0, half))
    return [...first, ...(await settle(rentals.slice(half)))]
  }
}
