// What the chain says of a host. Nothing here is an opinion: every number can be counted again from the same events.
import { BPS } from "../../generated/constants.ts"
import type { Address, Reason, RentalState } from "../../types.ts"

/** A host's past, counted over the rentals that are over. */
export type HostRecord = {
  /** Rentals that were paid for, those under way included. */
  readonly rentals: number
  /** Of them, under way. */
  readonly open: number
  /** Served to the end that was promised, or until the renter ended it. */
  readonly completed: number
  /** Funded and ended by the renter before the start: says nothing of the host. */
  readonly cancelled: number
  /** Refused by the host before the start. */
  readonly declined: number
  /** Never started. */
  readonly noShows: number
  /** Ended early by the host. */
  readonly interruptions: number
  /** Disputed by the renter, whatever came of it. */
  readonly disputes: number
  /** Of the disputes, those in which the arbiter ruled. */
  readonly rulings: number
  /**
   * Seconds promised: the whole duration; where the renter ended it, until then; where it cancelled, none.
   */
  readonly promisedSeconds: bigint
  /**
   * Seconds served, of those promised: what was billed, less what the host gave back; after a ruling, the share that the
   * arbiter gave.
   */
  readonly servedSeconds: bigint
  /** `servedSeconds` over `promisedSeconds`, basis points rounded down; undefined before anything was promised. */
  readonly servedBps: bigint | undefined
  /** Fees paid on it, base units by token: what the record cost to build. Weigh by it: a host can rent from itself. */
  readonly feesPaid: ReadonlyMap<Address, bigint>
}

/** One rental's part of it. */
export type RentalRecord = {
  readonly token: Address
  readonly state: RentalState
  /** Why it ended; undefined while it is under way. */
  readonly reason: Reason | undefined
  readonly disputed: boolean
  /** The arbiter's ruling, basis points. */
  readonly hostBps: bigint | undefined
  /** Fees taken on it, base units. */
  readonly fees: bigint
}

/**
 * A host's record from what is known of its rentals, for who has the events already.
 *
 * @example
 * import { type RentalRecord, recordOf } from "@gpuflow/escrow/watch"
 *
 * const reliability = (records: RentalRecord[]) => recordOf(records).servedBps
 *
 * @param records One for each of the host's rentals
 * @returns The record, as `getHostRecord` gives it
 */
export function recordOf(records: readonly RentalRecord[]): HostRecord {
  const over = records.filter(({ reason }) => reason !== undefined)
  const count = (...reasons: readonly Reason[]) =>
    over.filter(({ reason }) => reason && reasons.includes(reason)).length
  const sum = (part: (record: RentalRecord) => bigint) => over.reduce((total, record) => total + part(record), 0n)
  const [promisedSeconds, servedSeconds] = [sum(promisedIn), sum(servedIn)]
  const feesPaid = new Map<Address, bigint>()
  for (const { token, fees } of records) feesPaid.set(token, (feesPaid.get(token) ?? 0n) + fees)
  return {
    rentals: records.length,
    open: records.length - over.length,
    completed: count("Completed", "Released"),
    cancelled: count("Cancelled"),
    declined: count("Declined"),
    noShows: count("NoShow"),
    interruptions: over.filter(({ state }) => state.interrupted).length,
    disputes: records.filter(({ disputed }) => disputed).length,
    rulings: count("Resolved"),
    promisedSeconds,
    servedSeconds,
    servedBps: promisedSeconds > 0n ? (servedSeconds * BPS) / promisedSeconds : undefined,
    feesPaid,
  }
}

function promisedIn({ reason, state }: RentalRecord): bigint {
  if (reason === "Cancelled") return 0n
  return endedByRenter(reason, state) ? state.served : state.duration
}

function servedIn({ state, hostBps }: RentalRecord): bigint {
  const served = state.served - state.refunded
  return hostBps === undefined ? served : (served * hostBps) / BPS
}

/** A dispute ends a rental that runs as its renter's `stop` does. */
function endedByRenter(reason: Reason | undefined, { interrupted }: RentalState): boolean {
  const reasons: readonly (Reason | undefined)[] = ["Released", "Conceded", "Resolved", "ArbitrationTimeout"]
  return !interrupted && reasons.includes(reason)
}
