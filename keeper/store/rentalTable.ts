import type { Rental, Status } from "@gpuflow/escrow"
import type { Address, Hex } from "viem"
import { type Database, parseStored, type Row } from "./database.ts"

export type StoredRental = { readonly id: Hex; readonly rental: Rental; readonly status: Status | undefined }

/** What mandates depend on. */
export type RunningTime = {
  readonly status: Status
  /** When the time that is paid for ends, if the rental is running. */
  readonly endsAt: bigint | undefined
}

/** A rental's state as of a block. */
type RefreshedState = {
  readonly status: Status
  readonly dueAt: bigint | undefined
  /** When the time that is paid for ends, if the rental is running. */
  readonly endsAt: bigint | undefined
  readonly closedAt: bigint | undefined
  readonly block: bigint
}

/** Which rentals one poll reads. */
type Refresh = {
  readonly now: bigint
  readonly limit: number
  readonly sweep: number
  readonly named?: readonly Hex[]
}

/** Seconds for which a closed rental is kept, far longer than a reorganisation can reach back. */
const CLOSED_RETENTION = 86_400n

export function rentalTable({ rows, run, count }: Database) {
  return {
    /** Returns whether the rental is new. */
    addRental(id: Hex, rental: Rental): boolean {
      const sql = "INSERT OR IGNORE INTO rentals (id, terms, token) VALUES (?, ?, ?)"
      return run(sql, id, serialize(rental), rental.offer.token.toLowerCase()).changes > 0
    },
    /** Marks a rental whose state must be read again. */
    invalidateRental: (id: Hex) => run("UPDATE rentals SET refreshed_in = 0 WHERE id = ?", id),
    invalidateRentals: () => run("UPDATE rentals SET refreshed_in = 0"),
    /** Rentals that are marked, those that are due, those that are named, and so many others whose state is the oldest. */
    rentalsToRefresh({ now, limit, sweep, named = [] }: Refresh) {
      const found = [
        ...named.flatMap((id) => rows("SELECT * FROM rentals WHERE id = ?", id)),
        ...rows("SELECT * FROM rentals WHERE refreshed_in = 0 LIMIT ?", limit),
        ...rows("SELECT * FROM rentals WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, limit),
        ...rows("SELECT * FROM rentals ORDER BY refreshed_in LIMIT ?", sweep),
      ]
      return [...new Map(found.map((row) => [row["id"], row])).values()].map(toStoredRental)
    },
    updateRental(id: Hex, { status, dueAt, endsAt, closedAt, block }: RefreshedState) {
      const sql = "UPDATE rentals SET status = ?, due_at = ?, ends_at = ?, closed_at = ?, refreshed_in = ? WHERE id = ?"
      run(sql, status, dueAt ?? null, endsAt ?? null, closedAt ?? null, block, id)
    },
    /** Returns nothing for a rental that is not known, or whose state was not read yet. */
    runningTime(id: Hex): RunningTime | undefined {
      const [row] = rows("SELECT status, ends_at FROM rentals WHERE id = ? AND status IS NOT NULL", id)
      if (!row) return undefined
      const endsAt = row["ends_at"] === null ? undefined : BigInt(String(row["ends_at"]))
      // The cast is safe: the keeper wrote the file.
      return { status: row["status"] as Status, endsAt }
    },
    deleteClosedRentals: (now: bigint) => run("DELETE FROM rentals WHERE closed_at < ?", now - CLOSED_RETENTION),
    /** Rentals that are due and not set aside, the oldest first. */
    dueRentals(now: bigint, clock: number, limit: number): StoredRental[] {
      const sql = "SELECT * FROM rentals WHERE due_at <= ? AND retry_at <= ? ORDER BY due_at LIMIT ?"
      return rows(sql, now, clock, limit).map(toStoredRental)
    },
    /** One due rental of each token that has some set aside, to try whether the token works again. */
    rentalsToProbe(now: bigint, clock: number): StoredRental[] {
      const sql = "SELECT *, min(retry_at) FROM rentals WHERE due_at <= ? AND retry_at > ? GROUP BY token"
      return rows(sql, now, clock).map(toStoredRental)
    },
    setRentalAside(id: Hex, retryAt: (failures: number) => number) {
      const failures = count("SELECT failures + 1 AS n FROM rentals WHERE id = ?", id)
      run("UPDATE rentals SET failures = ?, retry_at = ? WHERE id = ?", failures, retryAt(failures), id)
    },
    releaseRentals: (token: Address) =>
      run("UPDATE rentals SET failures = 0, retry_at = 0 WHERE token = ?", token.toLowerCase()),
    tokens: (): Address[] => rows("SELECT DISTINCT token FROM rentals").map(({ token }) => token as Address),
  }
}

// The casts are safe: the keeper wrote the file.
const toStoredRental = ({ id, terms, status }: Row): StoredRental => ({
  id: id as Hex,
  rental: parse(String(terms)),
  status: (status ?? undefined) as Status | undefined,
})

/** JSON in which a bigint is a string such as `5n`, which no address or hash resembles. */
function serialize(rental: Rental): string {
  return JSON.stringify(rental, (_, value) => (typeof value === "bigint" ? `${value}n` : value))
}

function parse(text: string): Rental {
  const toValue = (_: string, value: unknown) =>
    typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value
  return parseStored(text, toValue) as Rental
}
