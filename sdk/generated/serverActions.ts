// Written by `npm run generate`. Do not edit.

import type { Chain } from "../core/port.ts"
import { findOffers } from "../core/server/findOffers.ts"
import type { FindOffersParameters, FoundOffers } from "../core/server/findOffers.ts"

/** What servers say of the escrow's history and of offers, checked. */
export interface ServerMethods {
  /**
   * Finds offers on several boards at once. No board is trusted: each offer's chain, escrow, description, signature, and
   * state are checked here, and the results are sorted here, the cheapest first. A board can hide offers, but it cannot
   * make one look like what its host did not sign. A machine appears once, with the offer that can be taken and expires
   * last. A board that fails, or never ends, does not keep the others from being read.
   *
   * @returns The offers, and for each board what was hidden and why
   * @throws {InvalidInputError} without boards, with more than 16, or for an invalid parameter
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly findOffers: (parameters: FindOffersParameters) => Promise<FoundOffers>
}

/** Binds them to a chain. */
export function serverMethods(chain: Chain): ServerMethods {
  return {
    findOffers: (parameters) => findOffers(chain, parameters),
  }
}
