// Written by `npm run generate`. Do not edit.

import type { EventName } from "../abiTypes.ts"
import type { Chain } from "../core/port.ts"
import type { RentalDetails } from "../core/rental/getRental.ts"
import { getClaims } from "../core/watch/getClaims.ts"
import type { Claim, GetClaimsParameters } from "../core/watch/getClaims.ts"
import { getHostRecord } from "../core/watch/getHostRecord.ts"
import type { CountedHostRecord, GetHostRecordParameters } from "../core/watch/getHostRecord.ts"
import { getMachineHistory } from "../core/watch/getMachineHistory.ts"
import type { GetMachineHistoryParameters, MachineHistory } from "../core/watch/getMachineHistory.ts"
import { getRentals } from "../core/watch/getRentals.ts"
import { getRentalsOf } from "../core/watch/getRentalsOf.ts"
import type { GetRentalsOfParameters, RentalsPage } from "../core/watch/getRentalsOf.ts"
import { getStates } from "../core/watch/getStates.ts"
import type { RentalIdsParameters } from "../core/watch/getStates.ts"
import { watchEvents } from "../core/watch/watchEvents.ts"
import type { EventBatch, WatchEventsParameters } from "../core/watch/watchEvents.ts"
import type { RentalState } from "../types.ts"

/** Events as they happen, and lists of rentals. */
export interface WatchMethods {
  /**
   * Lists what `settle` pays now, or will pay if no one acts: how much, to whom, and from when. The SDK computes it from
   * the states and the time of one block, so a thousand rentals take one call.
   *
   * @returns A claim for each rental that is not closed, the earliest first
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getClaims: (parameters: GetClaimsParameters) => Promise<Claim[]>

  /**
   * Counts a host's record from the chain's events: rentals, seconds served of those promised, no-shows, interruptions,
   * disputes, and the fees paid. Only closed rentals count, each once. A rental that the renter cancelled before the
   * start counts as nothing promised. A rental that the renter ended early was promised only until then. Refunded seconds
   * were not served. Of a rental with a ruling, the ruling's share was served. A host can rent from itself and pays only
   * the platform's fee for it, so weigh a record by `feesPaid`.
   *
   * @returns The record, and a cursor to continue from
   * @throws {WrongCursorError} for a cursor of another chain or escrow
   * @throws {ReorgTooDeepError} for a cursor whose last block the chain has replaced. Count again without it
   * @throws {ReadFailedError} if the node keeps failing, or returns fewer events than the escrow's state accounts for
   * @throws {EscrowNotFoundError} if there is no contract at the address
   * @throws {TermsMismatchError} if the node returns the terms of another rental
   * @throws {InvalidInputError} for an invalid parameter
   */
  readonly getHostRecord: (parameters: GetHostRecordParameters) => Promise<CountedHostRecord>

  /**
   * Lists a machine's rentals, the newest first. No search is needed: the machine knows the block of its latest deposit,
   * and each deposit the block of the one before. One block is read for each rental.
   *
   * @returns The deposits, each with its rental, and the block of the deposit before them. 0: there is none
   * @throws {DepositNotFoundError} if the node has no logs of a deposit's block
   * @throws {ReadFailedError} if the node keeps failing
   * @throws {TermsMismatchError} if the node returns the terms of another rental
   * @throws {InvalidInputError} for an invalid parameter
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getMachineHistory: (parameters: GetMachineHistoryParameters) => Promise<MachineHistory>

  /**
   * Reads many rentals by their ids: all states in one call where the chain has Multicall3, and the terms in one query
   * per block with deposits. The terms are checked against the ids.
   *
   * @returns The result of `getRental` for each id, in their order
   * @throws {RentalNotFoundError} if there is no such rental
   * @throws {TermsNotFoundError} if the node has no logs of a deposit's block
   * @throws {TermsMismatchError} if the node returns the terms of another rental
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getRentals: (parameters: RentalIdsParameters) => Promise<RentalDetails[]>

  /**
   * Lists the rentals of a host or a renter from the events of their deposits. Blocks are requested in pieces as large as
   * the node answers. The terms are checked against their ids. To read only what is new the next time, store `resume` and
   * the deposits before its `nextBlock`, and pass it as `cursor`.
   *
   * @returns The deposits, the oldest first, each with its rental. A cursor if there are more, and the last block that was read
   * @throws {ReadFailedError} if the node keeps failing before anything was read. It holds the cursor, if there is one
   * @throws {WrongCursorError} for a cursor of another chain or escrow
   * @throws {ReorgTooDeepError} for a cursor to resume from, if the chain has replaced its last block. Discard what you stored
   * @throws {EscrowNotFoundError} if there is no contract at the address
   * @throws {TermsMismatchError} if the node returns the terms of another rental
   * @throws {InvalidInputError} for an invalid parameter, including a cursor of other parties
   */
  readonly getRentalsOf: (parameters: GetRentalsOfParameters) => Promise<RentalsPage>

  /**
   * Reads the states of many rentals at one block, in one call where the chain has Multicall3.
   *
   * @returns The states, in the order of the ids. Status `None`: there is no such rental
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getStates: (parameters: RentalIdsParameters) => Promise<RentalState[]>

  /**
   * Follows an escrow's events through reorganisations, lagging or refusing nodes, and restarts. Every batch comes with a
   * cursor. Store the cursor together with your results of the batch and pass it to a later call to continue: no event is
   * lost or reported twice. Events that the chain reverts are reported as `removed`. A batch may hold no event. Its
   * cursor is newer all the same.
   *
   * @returns Batches, without end unless `untilLatest`: added events, removed events, the cursor, and the last block that was processed
   * @throws {ReadFailedError} if the node keeps failing. It holds the last cursor
   * @throws {ReorgTooDeepError} if the chain replaced more blocks than `maxReorgDepth`. `resyncFrom` is the block to start again from
   * @throws {WrongCursorError} for a cursor of another chain or escrow
   * @throws {InvalidInputError} for an invalid parameter
   * @throws {WrongChainError} if the node is on another chain than the client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly watchEvents: <const names extends EventName = EventName>(
    parameters: WatchEventsParameters<names>,
  ) => AsyncGenerator<EventBatch<names>, void, undefined>
}

/** Binds them to a chain. */
export function watchMethods(chain: Chain): WatchMethods {
  return {
    getClaims: (parameters) => getClaims(chain, parameters),
    getHostRecord: (parameters) => getHostRecord(chain, parameters),
    getMachineHistory: (parameters) => getMachineHistory(chain, parameters),
    getRentals: (parameters) => getRentals(chain, parameters),
    getRentalsOf: (parameters) => getRentalsOf(chain, parameters),
    getStates: (parameters) => getStates(chain, parameters),
    watchEvents: (parameters) => watchEvents(chain, parameters),
  }
}
