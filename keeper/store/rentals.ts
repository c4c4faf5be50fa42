import type { Rental, Status } from "@gpuflow/escrow"
import type { Address, Hex } from "viem"
import { parseJson, toJson } from "../json.ts"
import type { Database, Row } from "./database.ts"

export type Known = { readonly id: Hex; readonly rental: Rental; readonly status: Status | undefined }

/** What a look at a rental has shown. */
export type Sight = {
  readonly status: Status
  readonly dueAt: bigint | undefined
  readonly closedAt: bigint | undefined
  readonly block: bigint
}

/** Seconds for which a closed rental is remembered: far more than the chain can take back. */
const REMEMBERED = 86_400n

/** Rentals with their terms, and when each is to be visited. */
export function rentalsIn({ all, run, count }: Database) {
  return {
    addRental(id: Hex, rental: Rental) {
      const { token } = rental.offer
      return run(
        "INSERT OR IGNORE INTO rentals (id, terms, token) VALUES (?, ?, ?)",
        id,
        toJson(rental),
        token.toLowerCase(),
      )
    },
    /** Something has happened to a rental: its state is to be looked at. */
    touchRental: (id: Hex) => run("UPDATE rentals SET looked_at = 0 WHERE id = ?", id),
    touchRentals: () => run("UPDATE rentals SET looked_at = 0"),
    /** Those whose state may have changed, then those that are due, then those that were not looked at for longest. */
    toLookAt({ now, most, sweep }: { readonly now: bigint; readonly most: number; readonly sweep: number }): Known[] {
      const rows = [
        ...all("SELECT * FROM rentals WHERE looked_at = 0 LIMIT ?", most),
        ...all("SELECT * FROM rentals WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, most),
        ...all("SELECT * FROM rentals ORDER BY looked_at LIMIT ?", sweep),
      ]
      return [...new Map(rows.map((row) => [row["id"], row])).values()].map(toKnown)
    },
    saw(id: Hex, { status, dueAt, closedAt, block }: Sight) {
      run(
        "UPDATE rentals SET status = ?, due_at = ?, closed_at = ?, looked_at = ? WHERE id = ?",
        status,
        dueAt ?? null,
        closedAt ?? null,
        block,
        id,
      )
    },
    forgetClosed: (now: bigint) => run("DELETE FROM rentals WHERE closed_at < ?", now - REMEMBERED),
    /** What is due and not put aside, the oldest first. */
    due(now: bigint, clock: number, most: number): Known[] {
      return all(
        "SELECT * FROM rentals WHERE due_at <= ? AND retry_at <= ? ORDER BY due_at LIMIT ?",
        now,
        clock,
        most,
      ).map(toKnown)
    },
    /** One of each token that was put aside: whether its time has come shows in this one. */
    asideRentals(now: bigint, clock: number): Known[] {
      const sql = "SELECT *, min(retry_at) FROM rentals WHERE due_at <= ? AND retry_at > ? GROUP BY token"
      return all(sql, now, clock).map(toKnown)
    },
    rentalFailed(id: Hex, retryAt: (failures: number) => number) {
      const failures = count("SELECT failures + 1 AS n FROM rentals WHERE id = ?", id)
      run("UPDATE rentals SET failures = ?, retry_at = ? WHERE id = ?", failures, retryAt(failures), id)
    },
    releaseRentals: (token: Address) =>
      run("UPDATE rentals SET failures = 0, retry_at = 0 WHERE token = ?", token.toLowerCase()),
    tokens: (): Address[] => all("SELECT DISTINCT token FROM rentals").map(({ token }) => token as Address),
  }
}

// The file holds what this one wrote.
const toKnown = ({ id, terms, status }: Row): Known => ({
  id: id as Hex,
  rental: parseJson(String(terms)) as Rental,
  status: (status ?? undefined) as Status | undefined,
})
