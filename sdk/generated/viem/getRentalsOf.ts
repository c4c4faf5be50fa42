// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getRentalsOf as core } from "../../core/watch/getRentalsOf.ts"
import type { GetRentalsOfParameters, RentalsPage } from "../../core/watch/getRentalsOf.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Lists the rentals of a host or a renter from the events of their deposits. Blocks are requested in pieces as large as
 * the node answers. The terms are checked against their ids. To read only what is new the next time, store `resume` and
 * the deposits before its `nextBlock`, and pass it as `cursor`.
 *
 * @example
 * import { getRentalsOf } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * let page = await getRentalsOf(client, { escrow: "0x…", renter: "0x…", fromBlock: 1n })
 * const deposits = [...page.deposits]
 * while (page.cursor) {
 *   page = await getRentalsOf(client, { escrow: "0x…", renter: "0x…", cursor: page.cursor })
 *   deposits.push(...page.deposits)
 * }
 * console.log(deposits.map(({ args }) => args.rental), `up to block ${page.to}`)
 *
 * @param client A viem client
 * @returns The deposits, the oldest first, each with its rental. A cursor if there are more, and the last block that was read
 * @throws {ReadFailedError} if the node keeps failing before anything was read. It holds the cursor, if there is one
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {ReorgTooDeepError} for a cursor to resume from, if the chain has replaced its last block. Discard what you stored
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter, including a cursor of other parties
 */
export function getRentalsOf(client: Client, parameters: getRentalsOf.Parameters): Promise<getRentalsOf.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getRentalsOf {
  type Parameters = GetRentalsOfParameters
  type ReturnType = RentalsPage
}
