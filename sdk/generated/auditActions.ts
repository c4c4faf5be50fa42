// Written by `npm run generate`. Do not edit.

import { getBooks } from "../core/audit/getBooks.ts"
import type { Books, GetBooksParameters } from "../core/audit/getBooks.ts"
import type { Chain } from "../core/port.ts"

/** What the escrow owes and has, from the chain alone. */
export interface AuditMethods {
  /**
   * Adds up what the escrow owes in each token, beside what it has: principal, stakes and bonds of open rentals, free
   * bonds, credits, and fees. The events say which rentals, hosts and accounts there are. Every amount comes from the escrow's
   * storage at one block. It reads the whole history, so it takes minutes for a long one.
   *
   * @returns The books of each token, all at one block
   * @throws {ReadFailedError} if the node keeps failing, or does not keep the state of the block
   * @throws {EscrowNotFoundError} if there is no contract at the address
   * @throws {TermsMismatchError} if the node returns the terms of another rental
   * @throws {InvalidInputError} for an invalid parameter
   */
  readonly getBooks: (parameters: GetBooksParameters) => Promise<Books>
}

/** Binds them to a chain. */
export function auditMethods(chain: Chain): AuditMethods {
  return {
    getBooks: (parameters) => getBooks(chain, parameters),
  }
}
