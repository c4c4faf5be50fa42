import type { Database, Row } from "@gpuflow/keeper/sending"
import type { Hash } from "viem"

import {
  type Check,
  type CheckStatus,
  FIRST_HASH,
  type HealthLogPart,
  hashCheck,
  type LoggedCheck,
} from "../health/healthChain.ts"

/** The health log: checks that were made, each with a hash over all before it. Nothing of it is ever changed. */
export function healthTable({ rows, run }: Database) {
  const last = (rental: Hash) =>
    rows("SELECT * FROM health WHERE rental = ? ORDER BY seq DESC LIMIT 1", rental).map(toCheck)[0]
  return {
    addCheck(rental: Hash, check: Check): LoggedCheck {
      const hash = hashCheck(last(rental)?.hash ?? FIRST_HASH(rental), check)
      const sql = "INSERT INTO health (rental, at, status, boot, hash) VALUES (?, ?, ?, ?, ?)"
      run(sql, rental, check.at, check.status, check.boot, hash)
      return { ...check, hash }
    },
    lastCheck: last,
    checksOf: (rental: Hash): LoggedCheck[] =>
      rows("SELECT * FROM health WHERE rental = ? ORDER BY seq", rental).map(toCheck),
    /** The lines after a place, all of them or a number. */
    checksAfter(rental: Hash, place: number, most = -1): HealthLogPart {
      const found = rows("SELECT * FROM health WHERE rental = ? AND seq > ? ORDER BY seq LIMIT ?", rental, place, most)
      return { checks: found.map(toCheck), place: Number(found.at(-1)?.["seq"] ?? place) }
    },
  }
}

// The casts are safe: the agent wrote the file.
const toCheck = (row: Row): LoggedCheck => ({
  at: BigInt(String(row["at"])),
  status: row["status"] as CheckStatus,
  boot: String(row["boot"]),
  hash: row["hash"] as Hash,
})
