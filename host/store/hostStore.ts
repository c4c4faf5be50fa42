// What the agent stores, in one SQLite file: the phase of each rental, what runs, what was sent, and the health log. It is
// written before each effect, so that the agent can be killed at any moment.
import { type Database, openDatabase, senderTables } from "@gpuflow/keeper/sending"
import type { Address, Hash } from "viem"

import type { PinnedTerms } from "../offers/ownerTerms.ts"

import { healthTable } from "./healthTable.ts"
import { keyTable } from "./keyTable.ts"
import { runTable } from "./runTable.ts"
import { workloadTable } from "./workloadTable.ts"

const TABLES = `
  CREATE TABLE IF NOT EXISTS workloads (
    id TEXT PRIMARY KEY, machine TEXT NOT NULL, terms TEXT NOT NULL, phase TEXT NOT NULL, phase_since INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL DEFAULT 0, state TEXT, access TEXT,
    refunded_at INTEGER, evidence_block INTEGER, finished_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS workloads_open ON workloads (machine) WHERE finished_at IS NULL;
  CREATE TABLE IF NOT EXISTS runs (
    seq INTEGER PRIMARY KEY, rental TEXT NOT NULL, hook TEXT NOT NULL, pid INTEGER, process TEXT,
    started_at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_open ON runs (seq) WHERE ended_at IS NULL;
  CREATE TABLE IF NOT EXISTS health (
    seq INTEGER PRIMARY KEY, rental TEXT NOT NULL, at INTEGER NOT NULL, status TEXT NOT NULL, boot TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS health_rental ON health (rental, seq);
  CREATE TABLE IF NOT EXISTS refunds (
    rental TEXT NOT NULL, total INTEGER NOT NULL, before INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (rental, total)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS refunds_at ON refunds (at);
  CREATE TABLE IF NOT EXISTS keys (
    rental TEXT NOT NULL, public_key TEXT NOT NULL, admitted_at INTEGER NOT NULL, PRIMARY KEY (rental, public_key)
  ) STRICT;
`

export type HostStore = ReturnType<typeof openHostStore>

export type HostIdentity = { readonly chainId: number; readonly escrow: Address; readonly account: Address }

/**
 * Opens the file, or creates it. A damaged file is left where it is: its health log and phases are nowhere else, so the
 * owner decides whether to restore it.
 */
export function openHostStore(path: string, identity: HostIdentity) {
  const database = openDatabase(path, identity, { tables: TABLES, leavesDamaged: true })
  return {
    ...senderTables(database),
    ...workloadTable(database),
    ...runTable(database),
    ...healthTable(database),
    ...keyTable(database),
    ...clockTable(database),
  }
}

/** The last block that a node named, and when: its time goes on while no node answers. */
function clockTable({ metadata, setMetadata }: Database) {
  return {
    lastBlock(): { readonly number: bigint; readonly timestamp: bigint; readonly seenAt: number } | undefined {
      const text = metadata("lastBlock")
      if (typeof text !== "string") return undefined
      const [number = "0", timestamp = "0", seenAt = "0"] = text.split(" ")
      return { number: BigInt(number), timestamp: BigInt(timestamp), seenAt: Number(seenAt) }
    },
    /** `seenAt` is in milliseconds. */
    setLastBlock(number: bigint, timestamp: bigint, seenAt: number) {
      setMetadata("lastBlock", `${number} ${timestamp} ${seenAt}`)
    },
    /** The arbiter and the fee that the machine's offers are signed for. */
    pinnedTerms(machine: Hash): PinnedTerms | undefined {
      const text = metadata(`terms ${machine}`)
      if (typeof text !== "string") return undefined
      const [arbiter, feeBps, maxFeeBps] = text.split(" ")
      // The cast is safe: the agent wrote the file.
      return { arbiter: arbiter as Address, feeBps: BigInt(feeBps ?? 0), maxFeeBps: BigInt(maxFeeBps ?? 0) }
    },
    setPinnedTerms(machine: Hash, { arbiter, feeBps, maxFeeBps }: PinnedTerms) {
      setMetadata(`terms ${machine}`, `${arbiter} ${feeBps} ${maxFeeBps}`)
    },
    /** Whether the file is new, so that the machines may hold what an earlier file knew of. */
    isNew: () => metadata("isSeeded") === undefined,
    setSeeded: () => setMetadata("isSeeded", "1"),
  }
}
