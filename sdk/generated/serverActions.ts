// Written by `npm run generate`. Do not edit.

import type { OfferCheck } from "../core/offer/checkOffer.ts"
import type { Chain } from "../core/port.ts"
import { checkOffers } from "../core/server/checkOffers.ts"
import type { CheckOffersParameters } from "../core/server/checkOffers.ts"
import { findOffers } from "../core/server/findOffers.ts"
import type { FindOffersParameters, FoundOffers } from "../core/server/findOffers.ts"
import { readServer } from "../core/server/readServer.ts"
import type { ReadServerParameters, ServerOperation } from "../core/server/readServer.ts"
import { readServerItems } from "../core/server/readServerItems.ts"
import type { ListOperation, ReadServerItemsParameters } from "../core/server/readServerItems.ts"
import { waitForServer } from "../core/server/waitForServer.ts"
import type { WaitForServerParameters } from "../core/server/waitForServer.ts"
import { watchServer } from "../core/server/watchServer.ts"
import type { ServerChange, WatchServerParameters } from "../core/server/watchServer.ts"
import type { ServerOperations } from "./serverTypes.ts"

/** What servers say of the escrow's history and of offers, checked. */
export interface ServerMethods {
  /**
   * Checks many offers as `checkOffer` does, in few calls where the chain has Multicall3: two for 64 offers.
   *
   * @returns The results of `checkOffer`, in the order of the offers
   * @throws {InvalidInputError} for a field that its type cannot hold
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly checkOffers: (parameters: CheckOffersParameters) => Promise<OfferCheck[]>

  /**
   * Finds offers on several boards at once. No board is trusted: each offer's chain, escrow, description, signature, and
   * state are checked here, and the results are sorted here. A board can hide offers, but it cannot
   * make one look like what its host did not sign. A machine appears once, with the offer that can be taken and expires
   * last. A board that fails, or never ends, does not keep the others from being read.
   *
   * @returns The offers, and for each board what was hidden and why
   * @throws {InvalidInputError} without boards, with more than 16, or for an invalid parameter
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly findOffers: (parameters: FindOffersParameters) => Promise<FoundOffers>

  /**
   * Asks a server for a page of the escrow's history: rentals, hosts by their records, earnings, disputes, books, and all
   * else that its description lists. Every field of the answer is checked for its type, and each rental's terms for its id.
   * With `verify`, each rental's terms, state, amounts, and deadlines are compared with the escrow. A server that is only
   * behind is given a few seconds.
   *
   * @returns The answer. Amounts, times, and rates are `bigint`, counts are numbers, and null is undefined
   * @throws {InvalidInputError} for what is not a URL, and for a missing part of the path
   * @throws {ServerUnavailableError} if the server does not answer in time
   * @throws {ServerRefusedError} if the server refuses, such as for a rental that it does not have
   * @throws {ServerAnswerInvalidError} for an answer of another form
   * @throws {ServerMismatchError} if `verify` finds that the escrow says something else. It names the field
   */
  readonly readServer: <const operation extends ServerOperation = ServerOperation>(
    parameters: ReadServerParameters<operation>,
  ) => Promise<ServerOperations[operation]["answer"]>

  /**
   * Reads a whole list of a server, page by page, as `readServer` reads one page.
   *
   * @returns The items, the first page first
   * @throws {ServerUnavailableError} if the server does not answer in time
   * @throws {ServerRefusedError} if the server refuses
   * @throws {ServerAnswerInvalidError} for an answer of another form, and for pages that repeat themselves
   * @throws {ServerMismatchError} if `verify` finds that the escrow says something else
   */
  readonly readServerItems: <const list extends ListOperation = ListOperation>(
    parameters: ReadServerItemsParameters<list>,
  ) => AsyncGenerator<ServerOperations[list]["answer"]["items"][number], void, undefined>

  /**
   * Waits until a server has the events of a transaction, so that a page that reads it is never older than what its user
   * just did. Call it with the hash of a transaction that was waited for, before you read the server again.
   *
   * @returns The transaction's block and its events, as the server has them
   * @throws {ServerBehindError} if the server does not have it in time
   * @throws {ServerUnavailableError} if the server does not answer
   * @throws {ServerAnswerInvalidError} for an answer of another form
   */
  readonly waitForServer: (parameters: WaitForServerParameters) => Promise<ServerOperations["getTransaction"]["answer"]>

  /**
   * Follows a server's changes as they happen, and goes on after a broken connection where it ended. Use it to know when to
   * read again. What it reports is the server's word: read from the chain, or with `verify`, before money depends on it.
   *
   * @returns Changes, until the signal is aborted
   * @throws {ServerUnavailableError} if so many connections fail one after the other
   * @throws {ServerRefusedError} if the server refuses
   * @throws {ServerAnswerInvalidError} for a change that is not JSON, or longer than 200 000 characters
   */
  readonly watchServer: (parameters: WatchServerParameters) => AsyncGenerator<ServerChange, void, undefined>
}

/** Binds them to a chain. */
export function serverMethods(chain: Chain): ServerMethods {
  return {
    checkOffers: (parameters) => checkOffers(chain, parameters),
    findOffers: (parameters) => findOffers(chain, parameters),
    readServer: (parameters) => readServer(chain, parameters),
    readServerItems: (parameters) => readServerItems(chain, parameters),
    waitForServer: (parameters) => waitForServer(chain, parameters),
    watchServer: (parameters) => watchServer(chain, parameters),
  }
}
