// Requests that have let a key in. Whoever saw a request can send it again, so each is accepted once, restarts included.
import type { DatabaseSync } from "node:sqlite"

export type UsedRequests = {
  readonly has: (digest: string) => boolean
  /** Marks a request as used. False: it already was, or is being used at present. */
  readonly take: (digest: string, expiry: bigint) => boolean
  /** Gives back a request that let nobody in. */
  readonly release: (digest: string) => void
  /** Forgets those that have expired by the chain's time: they are refused for that. */
  readonly forget: (now: bigint) => void
}

export function createUsedRequests(database: DatabaseSync): UsedRequests {
  database.exec(
    "CREATE TABLE IF NOT EXISTS usedRequests (digest TEXT PRIMARY KEY, expiry INTEGER NOT NULL) STRICT, WITHOUT ROWID",
  )
  const find = database.prepare("SELECT 1 FROM usedRequests WHERE digest = ?")
  const add = database.prepare("INSERT OR IGNORE INTO usedRequests (digest, expiry) VALUES (?, ?)")
  const remove = database.prepare("DELETE FROM usedRequests WHERE digest = ?")
  const removeOld = database.prepare("DELETE FROM usedRequests WHERE expiry <= ?")
  return {
    has: (digest) => find.get(digest) !== undefined,
    take: (digest, expiry) => Number(add.run(digest, expiry).changes) === 1,
    release: (digest) => void remove.run(digest),
    forget: (now) => void removeOld.run(now),
  }
}
