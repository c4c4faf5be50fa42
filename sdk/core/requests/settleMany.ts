import { settleManyFunction } from "../../generated/abiItems.ts"
import type { Rental } from "../../types.ts"
import { assertArgs, InvalidInputError } from "../codec.ts"
import type { EscrowEvent } from "../escrowEvents.ts"
import type { Chain, Wallet } from "../port.ts"
import { withSent } from "../progress.ts"
import { type EscrowParameters, escrowCall } from "../rental/escrowCall.ts"
import { execute, type PreparedRequest, type TransactionResult } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import { hasEscrowBrand } from "../revert.ts"

/**
 * Rentals per transaction. So many fit into 2^24 gas, with a tenth to spare, even if no payee ever had the token (`npm
 * run bench`: 329).
 */
export const LARGEST_BATCH = 300

/** Parameters of `settleMany`. */
export type SettleManyParameters = EscrowParameters & {
  /** The rentals, as `getRental` returns them. At least one. */
  readonly rentals: readonly Rental[]
}

/** Result of `settleMany`. */
export type SettleManyResult = {
  /** The number of rentals that were due and settled. */
  readonly settled: number
  /** The escrow's events of all transactions, in their order. */
  readonly events: EscrowEvent[]
  /** In the order in which they were sent. */
  readonly transactions: readonly TransactionResult[]
}

/**
 * Settles every rental of a list that is due, and skips the others. Anyone may call it. A long list is sent in several
 * transactions, one after the other. A batch that takes too much gas is halved. The list is sorted, because the contract
 * pays neighbours with the same token and payee in one transfer. After an error, call it again with the same list:
 * settled rentals are skipped.
 *
 * @example
 * import { getRental } from "@gpuflow/escrow"
 * import { settleMany } from "@gpuflow/escrow/requests"
 * import { createWalletClient, type Hex, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const ids: Hex[] = ["0x…", "0x…"]
 * const found = await Promise.all(ids.map((id) => getRental(client, { escrow: "0x…", id })))
 * const { settled } = await settleMany(client, { escrow: "0x…", rentals: found.map(({ rental }) => rental) })
 *
 * @returns The number of settled rentals, all events, and each transaction with its own events
 * @throws {InvalidInputError} for an empty list, or a parameter that its type cannot hold
 * @throws {InsufficientGasError} if a single rental does not fit into a transaction
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function settleMany(
  wallet: Wallet,
  { escrow, rentals, ...waitOptions }: SettleManyParameters & WaitOptions,
): Promise<SettleManyResult> {
  assertRentals(wallet, rentals)
  const transactions: TransactionResult[] = []
  for (const batch of settlementBatches(rentals)) {
    const settling = settleBatch(wallet, { escrow, rentals: batch }, waitOptions)
    const settled = await settling.catch((error: unknown) => {
      throw withSent(error, transactions)
    })
    transactions.push(...settled)
  }
  const events = transactions.flatMap((transaction) => transaction.events)
  // Each rental that is due either rolls, with one `Paid`, or closes, with one `Closed`.
  const settled = events.filter(({ eventName }) => eventName === "Paid" || eventName === "Closed").length
  return { settled, events, transactions }
}

/** A batch is simulated and estimated first, so nothing was sent if it is too large. */
async function settleBatch(
  wallet: Wallet,
  batch: SettleManyParameters,
  waitOptions: WaitOptions,
): Promise<TransactionResult[]> {
  const { escrow, rentals } = batch
  try {
    return [await execute(wallet, prepareSettleMany(wallet, batch), waitOptions)]
  } catch (error) {
    const isTooLarge = hasEscrowBrand(error) && error.code === "InsufficientGas"
    if (!isTooLarge || rentals.length === 1) throw error
    const half = Math.ceil(rentals.length / 2)
    const settle = (some: readonly Rental[]) => settleBatch(wallet, { escrow, rentals: some }, waitOptions)
    const first = await settle(rentals.slice(0, half))
    return [...first, ...(await settle(rentals.slice(half)))]
  }
}

/** The call of one transaction. */
export function prepareSettleMany(chain: Chain, { escrow, rentals }: SettleManyParameters): PreparedRequest {
  assertRentals(chain, rentals)
  return escrowCall(chain, escrow, settleManyFunction, [sortByPayee(rentals)], { paysOut: true })
}

/**
 * Splits rentals into the batches that `settleMany` sends, one transaction each. Rentals with the same token and payee
 * are neighbours, so that the contract can pay them in one transfer.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { settlementBatches } from "@gpuflow/escrow/requests"
 *
 * declare const rentals: Rental[] // from `getRental`
 *
 * console.log(`${settlementBatches(rentals).length} transactions`)
 *
 * @param rentals The rentals
 * @returns At most 300 rentals in each batch
 */
export function settlementBatches(rentals: readonly Rental[]): Rental[][] {
  const sorted = sortByPayee(rentals)
  const count = Math.ceil(sorted.length / LARGEST_BATCH)
  return Array.from({ length: count }, (_, index) => sorted.slice(index * LARGEST_BATCH, (index + 1) * LARGEST_BATCH))
}

function sortByPayee(rentals: readonly Rental[]): Rental[] {
  const keyed = rentals.map((rental) => ({ rental, key: `${rental.offer.token}${rental.offer.payee}`.toLowerCase() }))
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ rental }) => rental)
}

/** Errors name a rental by its place in the given list. */
function assertRentals({ codec }: Chain, rentals: readonly Rental[]): void {
  assertArgs(codec, settleManyFunction, [rentals])
  if (rentals.length > 0) return
  throw new InvalidInputError({ field: "rentals", value: rentals, expected: "at least one rental" })
}
