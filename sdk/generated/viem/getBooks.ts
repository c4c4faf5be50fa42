// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getBooks as core } from "../../core/audit/getBooks.ts"
import type { Books, GetBooksParameters } from "../../core/audit/getBooks.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Adds up what the escrow owes in each token, beside what it has: principal, stakes and bonds of open rentals, free
 * bonds, credits, and fees. The events say which rentals, hosts and accounts there are. Every amount comes from the escrow's
 * storage at one block. It reads the whole history, so it takes minutes for a long one.
 *
 * @example
 * import { getBooks } from "@gpuflow/escrow/audit"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { tokens, blockNumber } = await getBooks(client, { escrow: "0x…", fromBlock: 70_000_000n })
 * for (const { token, owed, balance } of tokens) {
 *   console.log(`At block ${blockNumber} the escrow owes ${owed} of ${token}, and has ${balance}.`)
 * }
 *
 * @param client A viem client
 * @returns The books of each token, all at one block
 * @throws {ReadFailedError} if the node keeps failing, or does not keep the state of the block
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter
 */
export function getBooks(client: Client, parameters: getBooks.Parameters): Promise<getBooks.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getBooks {
  type Parameters = GetBooksParameters
  type ReturnType = Books
}
