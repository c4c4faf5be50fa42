// What the agent's database says, for a person beside a running agent. Reads only.
import { existsSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { Hash } from "viem"

type RentalStatus = {
  readonly rental: Hash
  readonly machine: Hash
  readonly phase: string
  /** Unix seconds. */
  readonly phaseSince: bigint
  /** Failed attempts in a row of the phase's hook. */
  readonly failures: number
  /** The last line of the health log. */
  readonly health?: { readonly status: string; readonly at: bigint } | undefined
  /** SSH keys that the machine has. */
  readonly keys: number
}

export type HostStatus = {
  readonly lastBlock?: { readonly number: bigint; readonly timestamp: bigint } | undefined
  readonly rentals: readonly RentalStatus[]
}

/** Returns nothing if no agent has run with this folder. */
export function readHostStatus(state: string): HostStatus | undefined {
  const path = join(state, "host.db")
  if (!existsSync(path)) return undefined
  const db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 })
  try {
    const [block] = db.prepare("SELECT value FROM metadata WHERE name = 'lastBlock'").all()
    const [number, timestamp] = String(block?.["value"] ?? "").split(" ")
    const health = db.prepare("SELECT status, at FROM health WHERE rental = ? ORDER BY seq DESC LIMIT 1")
    const keys = db.prepare("SELECT count(*) AS n FROM keys WHERE rental = ?")
    const rentals = db.prepare("SELECT * FROM workloads WHERE finished_at IS NULL ORDER BY rowid").all()
    return {
      lastBlock: number && timestamp ? { number: BigInt(number), timestamp: BigInt(timestamp) } : undefined,
      rentals: rentals.map((row) => {
        const id = String(row["id"])
        const last = health.get(id)
        return {
          // The casts are safe: the agent wrote the file.
          rental: id as Hash,
          machine: row["machine"] as Hash,
          phase: String(row["phase"]),
          phaseSince: BigInt(String(row["phase_since"])),
          failures: Number(row["failures"]),
          health: last && { status: String(last["status"]), at: BigInt(String(last["at"])) },
          keys: Number(keys.get(id)?.["n"] ?? 0),
        }
      }),
    }
  } finally {
    db.close()
  }
}
