// A host's record. Every number can be counted again from the same events.
import { BPS } from "../../generated/constants.ts"
import type { Address, HostRecordCursor, Reason, RentalState } from "../../types.ts"

/** A host's record, counted over its closed rentals. */
export type HostRecord = {
  /** Rentals that were paid for, including open ones. */
  readonly rentals: number
  /** Rentals that are still open. */
  readonly open: number
  /** Rentals served to the promised end, or until the renter ended them. */
  readonly completed: number
  /** Rentals that the renter ended before the start. They say nothing about the host. */
  readonly cancelled: number
  /** Rentals that the host declined before the start. */
  readonly declined: number
  /** Rentals that the host never started. */
  readonly noShows: number
  /** Rentals that the host ended early. */
  readonly interruptions: number
  /** Rentals that the renter disputed, whatever the outcome. */
  readonly disputes: number
  /** Disputes in which the arbiter ruled. */
  readonly rulings: number
  /**
   * Seconds promised: the whole duration, or the time until the renter ended the rental. A cancelled rental promised
   * none.
   */
  readonly promisedSeconds: bigint
  /**
   * Seconds served, of those promised: billed seconds less refunded ones. After a ruling, the share that the arbiter
   * gave.
   */
  readonly servedSeconds: bigint
  /** `servedSeconds` over `promisedSeconds`, basis points rounded down. Undefined if nothing was promised. */
  readonly servedBps: bigint | undefined
  /**
   * Fees paid on the rentals, base units by token: the cost of building the record. Weigh the record by it, because a
   * host can rent from itself.
   */
  readonly feesPaid: ReadonlyMap<Address, bigint>
}

/** One rental's part of a host's record. */
export type RentalRecord = {
  readonly token: Address
  readonly state: RentalState
  /** Why the rental ended. Undefined while it is open. */
  readonly reason: Reason | undefined
  readonly disputed: boolean
  /** The arbiter's ruling, basis points. */
  readonly hostBps: bigint | undefined
  /** Fees taken on the rental, base units. */
  readonly fees: bigint
}

/**
 * Computes a host's record from its rentals, if you have their events already.
 *
 * @example
 * import { type RentalRecord, recordOf } from "@gpuflow/escrow/watch"
 *
 * const reliability = (records: RentalRecord[]) => recordOf(records).servedBps
 *
 * @param records One for each of the host's rentals
 * @returns The record, as `getHostRecord` returns it
 */
export function recordOf(records: readonly RentalRecord[]): HostRecord {
  const over = records.filter(({ reason }) => reason !== undefined)
  const count = (...reasons: readonly Reason[]) =>
    over.filter(({ reason }) => reason && reasons.includes(reason)).length
  const sum = (part: (record: RentalRecord) => bigint) => over.reduce((total, record) => total + part(record), 0n)
  const feesPaid = new Map<Address, bigint>()
  for (const { token, fees } of records) feesPaid.set(token, (feesPaid.get(token) ?? 0n) + fees)
  return withShare({
    rentals: records.length,
    open: records.length - over.length,
    completed: count("Completed", "Released"),
    cancelled: count("Cancelled"),
    declined: count("Declined"),
    noShows: count("NoShow"),
    interruptions: over.filter(({ state }) => state.interrupted).length,
    disputes: records.filter(({ disputed }) => disputed).length,
    rulings: count("Resolved"),
    promisedSeconds: sum(promisedIn),
    servedSeconds: sum(servedIn),
    feesPaid,
  })
}

/** The figures of a record that are counts. */
const counts = [
  "rentals",
  "open",
  "completed",
  "cancelled",
  "declined",
  "noShows",
  "interruptions",
  "disputes",
  "rulings",
] as const
type Sums = Omit<HostRecord, "servedBps">

function withShare(sums: Sums): HostRecord {
  const { promisedSeconds, servedSeconds } = sums
  return { ...sums, servedBps: promisedSeconds > 0n ? (servedSeconds * BPS) / promisedSeconds : undefined }
}

/** The record of the rentals of two records, if they share none. */
export function addRecords(a: HostRecord, b: HostRecord): HostRecord {
  const feesPaid = new Map(a.feesPaid)
  for (const [token, fees] of b.feesPaid) feesPaid.set(token, (feesPaid.get(token) ?? 0n) + fees)
  const counted = Object.fromEntries(counts.map((name) => [name, a[name] + b[name]])) as Pick<
    Sums,
    (typeof counts)[number]
  >
  return withShare({
    ...counted,
    promisedSeconds: a.promisedSeconds + b.promisedSeconds,
    servedSeconds: a.servedSeconds + b.servedSeconds,
    feesPaid,
  })
}

/** A record as plain JSON. */
export function packRecord(record: HostRecord): Pick<HostRecordCursor, "closed" | "feesPaid"> {
  const figures = [...counts, "promisedSeconds", "servedSeconds"] as const
  return {
    closed: Object.fromEntries(figures.map((name) => [name, String(record[name])])),
    feesPaid: Object.fromEntries([...record.feesPaid].map(([token, fees]) => [token, String(fees)])),
  }
}

/** The record that was packed. Throws for figures that are not numbers. */
export function unpackRecord({ closed, feesPaid }: Pick<HostRecordCursor, "closed" | "feesPaid">): HostRecord {
  const figure = (name: string) => BigInt(closed[name] ?? "")
  const counted = Object.fromEntries(counts.map((name) => [name, Number(figure(name))])) as Pick<
    Sums,
    (typeof counts)[number]
  >
  const fees = Object.entries(feesPaid).map(([token, amount]) => [token as Address, BigInt(amount)] as const)
  return withShare({
    ...counted,
    promisedSeconds: figure("promisedSeconds"),
    servedSeconds: figure("servedSeconds"),
    feesPaid: new Map(fees),
  })
}

function promisedIn({ reason, state }: RentalRecord): bigint {
  if (reason === "Cancelled") return 0n
  return endedByRenter(reason, state) ? state.billedSeconds : state.duration
}

function servedIn({ state, hostBps }: RentalRecord): bigint {
  const served = state.billedSeconds - state.refundedSeconds
  return hostBps === undefined ? served : (served * hostBps) / BPS
}

/** A dispute ends a running rental, as `stop` does. */
function endedByRenter(reason: Reason | undefined, { interrupted }: RentalState): boolean {
  const reasons: readonly (Reason | undefined)[] = ["Released", "Conceded", "Resolved", "ArbitrationTimeout"]
  return !interrupted && reasons.includes(reason)
}
