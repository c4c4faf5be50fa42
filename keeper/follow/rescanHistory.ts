import { isEscrowError } from "@gpuflow/escrow"
import { watchEvents } from "@gpuflow/escrow/watch"

import type { KeeperContext } from "../keeperContext.ts"
import { reasonOf } from "../log.ts"
import type { Endpoints } from "../rpc/endpoints.ts"
import { REQUEST_TRIES } from "./followEvents.ts"

export type HistoryRescan = ReturnType<typeof createHistoryRescan>

/** Scans the history again at an interval. A scan runs beside the polls, because it can take minutes. */
export function createHistoryRescan(context: KeeperContext) {
  const { options, store, log } = context
  let running: Promise<void> | undefined
  // A new database is filled by the first poll, so it needs no scan at once.
  if (!store.cursor()) store.setTime("historyScannedAt", secondsNow())

  async function run(endpoints: Endpoints): Promise<void> {
    const startedAt = secondsNow()
    try {
      // Rentals that were closed long ago have been deleted, and count here as unknown.
      const unknown = await rescanHistory(context, endpoints)
      if (options.signal?.aborted) return
      store.setTime("historyScannedAt", startedAt)
      log.info("history scanned", { unknown })
    } catch (error) {
      // Only a cursor on a branch that the chain has replaced cannot be continued from.
      if (isEscrowError(error) && error.code === "ReorgTooDeep") store.deleteCursor("historyCursor")
      log.warn("history scan failed", { reason: reasonOf(error) })
    } finally {
      running = undefined
    }
  }

  return {
    startIfDue(endpoints: Endpoints) {
      if (running || secondsNow() - store.time("historyScannedAt") < options.rescanSeconds) return
      running = run(endpoints)
    },
    /** Resolves when no scan is running. */
    finished: async () => running,
  }
}

/**
 * Adds the rentals and credits of the deep history that are not stored, and returns the number of those rentals. A scan
 * that was interrupted continues where it stopped.
 * Headers prove that the events of recent blocks are complete. Deeper ranges have no such proof: a node may have left
 * events out.
 */
async function rescanHistory({ options, store }: KeeperContext, { client }: Endpoints): Promise<number> {
  const { escrow, fromBlock, maxReorgDepth, signal } = options
  const cursor = store.cursor("historyCursor")
  const start = cursor ? { cursor } : { fromBlock }
  let unknown = 0
  const batches = watchEvents(client, {
    escrow,
    events: ["Deposited", "Credited"],
    ...start,
    maxReorgDepth,
    // The blocks above this depth were proven when they were read.
    confirmations: maxReorgDepth,
    tries: REQUEST_TRIES,
    signal,
    untilLatest: true,
  })
  for await (const { added, cursor: next } of batches) {
    store.atomically(() => {
      for (const event of added) {
        if (event.eventName === "Deposited") unknown += Number(store.addRental(event.args.id, event.args.rental))
        else store.addCredit(event.args)
      }
      store.setCursor(next, "historyCursor")
    })
  }
  if (!signal?.aborted) store.deleteCursor("historyCursor")
  return unknown
}

const secondsNow = () => Math.floor(Date.now() / 1_000)
