// Runs of the history's writer, for tests and measurements.
import type { Address, Client } from "viem"

import type { Database } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { type FollowOptions, GenerationFollower } from "../../server/history/followGeneration.ts"
import { createGeneration } from "../../server/history/generations.ts"
import type { HistoryLog } from "../../server/history/historyLog.ts"

export const silentLog: HistoryLog = { info() {}, warn() {}, error() {} }

/** A log that keeps what is wrong. */
export function collectingLog(): HistoryLog & { readonly lines: string[] } {
  const lines: string[] = []
  return { lines, info() {}, warn: (message) => lines.push(message), error: (message) => lines.push(message) }
}

export interface RunTarget extends Partial<FollowOptions> {
  readonly database: Database
  readonly client: Client
  readonly escrow: Address
}

/** Reads a chain to its latest block into a new generation, and returns the generation's schema. */
export async function readWholeHistory(target: RunTarget): Promise<string> {
  const schema = await createGeneration(target.database, { chainId: 137, escrow: target.escrow })
  await readOn(target, schema)
  return schema
}

/** Continues a generation to the chain's latest block. */
export async function readOn(target: RunTarget, schema: string): Promise<void> {
  const options = { fromBlock: 0n, log: silentLog, pollingInterval: 0, ...target }
  await new GenerationFollower(options, schema).run({ untilLatest: true })
}

/** The hash of a history that is read afresh from the chain into the same database. */
export async function freshHash(target: RunTarget): Promise<Awaited<ReturnType<typeof contentHash>>> {
  const schema = await readWholeHistory(target)
  return contentHash(target.database.kysely, schema)
}
