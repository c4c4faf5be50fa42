import type { Client } from "viem"

import { getRentalsOf as core, type GetRentalsOfParameters, type RentalsPage } from "../core/watch/depositHistory.ts"
import { chainOf } from "../viem/viemPort.ts"

/**
 * A host's or a renter's rentals, from the deposits' events alone. Blocks are asked for in pieces as large as the node
 * answers. The terms are checked against their ids.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.host The host; without it, any
 * @param parameters.renter The renter; without it, any
 * @param parameters.fromBlock First block, the escrow's own at the earliest; needed unless there is a cursor
 * @param parameters.toBlock Last block; without it, the latest
 * @param parameters.cursor Where to go on, from an earlier answer with the same parties
 * @param parameters.limit Deposits after which an answer ends; without it, 1000
 * @param parameters.pollingInterval Milliseconds to wait after a first failure; without it, the client's
 * @param parameters.tries Times to ask a failing node before giving up; without it, 10
 * @param parameters.signal Ends the waiting
 * @returns The deposits, the oldest first, each with its rental; a cursor if there is more; the last block that was read
 * @throws {ReadFailedError} if the node keeps failing before anything was read; it holds the cursor, if there is one yet
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node gives terms of another rental
 * @throws {InvalidInputError} for a parameter that does not fit, a cursor of other parties among them
 */
export function getRentalsOf(client: Client, parameters: getRentalsOf.Parameters): Promise<getRentalsOf.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getRentalsOf {
  type Parameters = GetRentalsOfParameters
  type ReturnType = RentalsPage
}
