// Written by `npm run generate`. Do not edit.

import type { EventName } from "../abiTypes.ts"
import type { Chain } from "../core/port.ts"
import type { RentalDetails } from "../core/rental/getRental.ts"
import { getClaims } from "../core/watch/getClaims.ts"
import type { Claim, GetClaimsParameters } from "../core/watch/getClaims.ts"
import { getHostRecord } from "../core/watch/getHostRecord.ts"
import type { GetHostRecordParameters } from "../core/watch/getHostRecord.ts"
import { getMachineHistory } from "../core/watch/getMachineHistory.ts"
import type { GetMachineHistoryParameters, MachineHistory } from "../core/watch/getMachineHistory.ts"
import { getRentals } from "../core/watch/getRentals.ts"
import { getRentalsOf } from "../core/watch/getRentalsOf.ts"
import type { GetRentalsOfParameters, RentalsPage } from "../core/watch/getRentalsOf.ts"
import { getStates } from "../core/watch/getStates.ts"
import type { RentalIdsParameters } from "../core/watch/getStates.ts"
import type { HostRecord } from "../core/watch/hostRecord.ts"
import { watchEvents } from "../core/watch/watchEvents.ts"
import type { EventBatch, WatchEventsParameters } from "../core/watch/watchEvents.ts"
import type { RentalState } from "../types.ts"

/** Events as they happen, and lists of rentals. */
export interface WatchMethods {
  /**
   * What `settle` pays, or will pay if nobody acts: how much, to whom, and from when. Computed by the SDK's own arithmetic
   * from the states and the clock of one block, so that a thousand rentals take one call.
   *
   * @returns A claim for each rental that is not over, the earliest first
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getClaims: (parameters: GetClaimsParameters) => Promise<Claim[]>

  /**
   * A host's record, counted from the chain's events: rentals, seconds served of those promised, no-shows, interruptions,
   * disputes, and the fees that were paid on all of it. Only rentals that are over count, and each counts once. What a
   * renter cancelled before the start counts for nothing; what it ended early was promised only until then; what the host
   * gave back was not served; of a rental that the arbiter ruled on, the ruling's share was served. A host can rent from
   * itself, at the price of the platform's fee: weigh a record by `feesPaid`.
   *
   * @returns The record
   * @throws {ReadFailedError} if the node keeps failing, or gives fewer events than the escrow's own state accounts for
   * @throws {EscrowNotFoundError} if there is no contract at the address
   * @throws {TermsMismatchError} if the node gives terms of another rental
   * @throws {InvalidInputError} for a parameter that does not fit
   */
  readonly getHostRecord: (parameters: GetHostRecordParameters) => Promise<HostRecord>

  /**
   * A machine's rentals, the newest first, without a search: the machine knows the block of its latest deposit, and each
   * deposit the block of the one before, so that one block is read for each.
   *
   * @returns The deposits, each with its rental, and the block of the one before them; 0: there is none
   * @throws {DepositNotFoundError} if the node has no logs of a deposit's block
   * @throws {ReadFailedError} if the node keeps failing
   * @throws {TermsMismatchError} if the node gives terms of another rental
   * @throws {InvalidInputError} for a parameter that does not fit
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getMachineHistory: (parameters: GetMachineHistoryParameters) => Promise<MachineHistory>

  /**
   * Many rentals from their ids: all states in one call (Multicall3, where it is), the terms in one query per block that
   * holds deposits. The terms are checked against the ids.
   *
   * @returns As `getRental` gives it for each id, in their order
   * @throws {RentalNotFoundError} if there is no such rental
   * @throws {TermsNotFoundError} if the node has no logs of a deposit's block
   * @throws {TermsMismatchError} if the node gives terms of another rental
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getRentals: (parameters: RentalIdsParameters) => Promise<RentalDetails[]>

  /**
   * A host's or a renter's rentals, from the deposits' events alone. Blocks are asked for in pieces as large as the node
   * answers. The terms are checked against their ids.
   *
   * @returns The deposits, the oldest first, each with its rental; a cursor if there is more; the last block that was read
   * @throws {ReadFailedError} if the node keeps failing before anything was read; it holds the cursor, if there is one yet
   * @throws {WrongCursorError} for a cursor of another chain or escrow
   * @throws {EscrowNotFoundError} if there is no contract at the address
   * @throws {TermsMismatchError} if the node gives terms of another rental
   * @throws {InvalidInputError} for a parameter that does not fit, a cursor of other parties among them
   */
  readonly getRentalsOf: (parameters: GetRentalsOfParameters) => Promise<RentalsPage>

  /**
   * States of many rentals at one block, in one call where Multicall3 is.
   *
   * @returns The states, in the order of the ids; status `None` where there is no such rental
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getStates: (parameters: RentalIdsParameters) => Promise<RentalState[]>

  /**
   * Follows an escrow's events, also through reorganisations, nodes that are behind or refuse, and restarts. Every batch
   * comes with a cursor: kept together with what was made of the events, it is where a later call goes on, so that no
   * event is lost or told twice. What the chain takes back is told as `removed`. A batch may hold no event: its cursor is
   * the newer one all the same.
   *
   * @returns Batches, without end unless `untilLatest`: what happened, what was taken back, the cursor, and the last block that is done with
   * @throws {ReadFailedError} if the node keeps failing; it holds the last cursor
   * @throws {ReorgTooDeepError} if the chain replaced more blocks than `maxReorgDepth`; it says from where to start anew
   * @throws {WrongCursorError} for a cursor of another chain or escrow
   * @throws {InvalidInputError} for a parameter that does not fit
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
