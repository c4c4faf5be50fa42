import type { Client } from "viem"

import { InvalidInputError } from "../errors.ts"
import type { EscrowEvent } from "../events.ts"
import { isEscrowError } from "../revert.ts"
import type { Rental } from "../types.ts"
import { type WriteParameters, type WriteReturnType, write } from "./internal/write.ts"

/**
 * Rentals per transaction: what fits into 2^24 gas although each has a payee that never had the token, with a tenth to
 * spare (`npm run bench`: 329).
 */
export const LARGEST_BATCH = 300

/**
 * Settles many rentals: each that is due; the others are skipped. Anyone may. What exceeds one transaction goes into
 * several, one after the other; a batch whose receivers burn so much gas that it does not fit is halved. Neighbours with
 * the same token and payee are paid in one transfer, so sort them by both. After an error call it again with the same
 * list: what was settled is skipped.
 *
 * @example
 * import { getRental, settleMany } from "@gpuflow/escrow"
 * import { createWalletClient, type Hex, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const ids: Hex[] = ["0x…", "0x…"]
 * const found = await Promise.all(ids.map((id) => getRental(client, { escrow: "0x…", id })))
 * const { settled } = await settleMany(client, { escrow: "0x…", rentals: found.map(({ rental }) => rental) })
 *
 * @param client A viem client with an account
 * @param parameters.escrow The escrow's address
 * @param parameters.rentals The rentals, as `getRental` gives them: one at least
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for, per transaction; without it, 1
 * @returns How many were settled, counted from the events; all events, and each transaction with its own
 * @throws {InvalidInputError} for an empty list, or a parameter that its type cannot hold
 * @throws {InsufficientGasError} if a single rental does not fit into a transaction
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function settleMany(
  client: Client,
  { rentals, ...options }: settleMany.Parameters,
): Promise<settleMany.ReturnType> {
  if (rentals.length === 0) {
    throw new InvalidInputError({ field: "rentals", value: rentals, expected: "at least one rental" })
  }
  const transactions: WriteReturnType[] = []
  for (let first = 0; first < rentals.length; first += LARGEST_BATCH) {
    transactions.push(...(await settleBatch(client, rentals.slice(first, first + LARGEST_BATCH), options)))
  }
  const events = transactions.flatMap((transaction) => transaction.events)
  // Each item that is due either rolls, with one `Paid`, or closes, with one `Closed`.
  const settled = events.filter(({ eventName }) => eventName === "Paid" || eventName === "Closed").length
  return { settled, events, transactions }
}

export declare namespace settleMany {
  type Parameters = WriteParameters & {
    /** The rentals, as `getRental` gives them. */
    readonly rentals: readonly Rental[]
  }
  type ReturnType = {
    /** How many of them were due and settled. */
    readonly settled: number
    /** The escrow's events of all transactions, in their order. */
    readonly events: EscrowEvent[]
    /** In the order in which they were sent. */
    readonly transactions: readonly WriteReturnType[]
  }
}

/** Nothing has been sent when a batch turns out too large: it is simulated and estimated first. */
async function settleBatch(
  client: Client,
  rentals: readonly Rental[],
  options: WriteParameters,
): Promise<WriteReturnType[]> {
  try {
    return [await write(client, "settleMany", [rentals], options)]
  } catch (error) {
    const isTooLarge = isEscrowError(error) && error.code === "InsufficientGas"
    if (!isTooLarge || rentals.length === 1) throw error
    const half = Math.ceil(rentals.length / 2)
    const first = await settleBatch(client, rentals.slice(0, half), options)
    return [...first, ...(await settleBatch(client, rentals.slice(half), options))]
  }
}
