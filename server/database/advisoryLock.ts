// A lock of PostgreSQL that one process holds at a time. It has a connection of its own: when that breaks, another process
// may get the lock, so the work is ended, and begins again when the lock is back.
import { Client, type ClientConfig } from "pg"

import { pause } from "../pause.ts"

/** Milliseconds between attempts to get the lock. */
const RETRY_AFTER = 2_000

export interface HoldOptions {
  /** Ends the work, and the waiting for the lock. */
  readonly signal: AbortSignal
  /** Called each time when the lock could not be had, with the failure, or without one if another process holds it. */
  readonly onWaiting?: (failure?: unknown) => void
}

/** Does the work while this process holds the lock. The signal of `work` is aborted when the lock is lost. */
export async function holdAdvisoryLock(
  config: ClientConfig,
  lock: bigint,
  { signal, onWaiting }: HoldOptions,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const lost = new AbortController()
    const client = new Client({ ...config, keepAlive: true })
    client.on("error", () => lost.abort())
    client.on("end", () => lost.abort())
    try {
      const isHeld = await tryLock(client, lock).catch((error: unknown) => {
        lost.abort()
        onWaiting?.(error)
      })
      if (isHeld) {
        await work(AbortSignal.any([signal, lost.signal]))
        if (!lost.signal.aborted) return
        onWaiting?.(new Error("The connection to the database broke."))
      } else if (isHeld === false) onWaiting?.()
    } catch (error) {
      // What fails because the database is away is tried again when it is back.
      if (!lost.signal.aborted) throw error
      onWaiting?.(error)
    } finally {
      await client.end().catch(() => {})
    }
    await pause(RETRY_AFTER, signal)
  }
}

async function tryLock(client: Client, lock: bigint): Promise<boolean> {
  await client.connect()
  const { rows } = await client.query("select pg_try_advisory_lock($1) as held", [String(lock)])
  return rows[0]?.held === true
}
