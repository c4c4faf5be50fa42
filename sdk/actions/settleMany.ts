import type { Client } from "viem"

import { InvalidInputError } from "../errors.ts"
import type { Rental } from "../types.ts"
import { type WriteParameters, type WriteReturnType, write } from "./internal/write.ts"

/**
 * Settles many rentals in one transaction: each that is due; the others are skipped. Anyone may. Neighbours with the
 * same token and payee are paid in one transfer, so sort them by both. A transaction on Polygon may use 2^24 gas.
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
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns How many were settled, counted from the events; hash, receipt and the escrow's events of the transaction
 * @throws {InvalidInputError} for an empty list, or a parameter that its type cannot hold
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
  const result = await write(client, "settleMany", [rentals], options)
  // Each item that is due either rolls, with one `Paid`, or closes, with one `Closed`.
  const settled = result.events.filter(({ eventName }) => eventName === "Paid" || eventName === "Closed").length
  return { settled, ...result }
}

export declare namespace settleMany {
  type Parameters = WriteParameters & {
    /** The rentals, as `getRental` gives them. */
    readonly rentals: readonly Rental[]
  }
  type ReturnType = WriteReturnType & {
    /** How many of them were due and settled. */
    readonly settled: number
  }
}
