import { setTimeout as sleep } from "node:timers/promises"

import { createStateReader } from "./follow/refreshStates.ts"
import { createHistoryRescan } from "./follow/rescanHistory.ts"
import { type KeeperOptions, parseOptions } from "./keeperOptions.ts"
import { createLog, reasonOf } from "./log.ts"
import { createAccessLists } from "./plan/accessLists.ts"
import { poll } from "./poll.ts"
import { createEndpointSelector } from "./rpc/endpoints.ts"
import { createDeliveries } from "./send/deliveries.ts"
import { createNodeLimits } from "./send/nodeLimits.ts"
import { createMetrics } from "./serve/metrics.ts"
import { startMonitoringServer } from "./serve/monitoringServer.ts"
import { trackPollHealth } from "./serve/pollHealth.ts"
import { openStore } from "./store/store.ts"

/**
 * Settles due rentals and delivers credits until the signal is aborted. Failures of a node only delay it. Invalid
 * options, and a database of another escrow, make it throw before it sends anything.
 */
export async function runKeeper(given: KeeperOptions): Promise<void> {
  const options = parseOptions(given)
  const { chainId, escrow, account, pollInterval, dryRun, signal } = options
  const metrics = createMetrics()
  const log = createLog(options, options.output)
  const store = openStore(options.database, { chainId, escrow, account: account.address })
  const memory = { accessLists: createAccessLists(), nodeLimits: createNodeLimits(), deliveries: createDeliveries() }
  const context = { options, store, log, metrics, ...memory }
  const selectEndpoints = createEndpointSelector(options, log, metrics)
  const health = trackPollHealth(pollInterval)
  const readers = { rescan: createHistoryRescan(context), states: createStateReader(context) }
  // A dry run can run beside a keeper, which uses the port.
  const listen = dryRun ? { ...options, port: 0 } : options
  const { port, close } = await startMonitoringServer(listen, { health: health.report, registry: metrics.registry })
  log.info("keeper started", { chainId, escrow, account: account.address, port })

  try {
    while (!signal?.aborted) {
      const stopTimer = metrics.pollSeconds.startTimer()
      const [result] = await Promise.allSettled([poll(context, selectEndpoints, readers)])
      stopTimer()
      log.debug("poll finished")
      const isOk = result.status === "fulfilled"
      metrics.polls.inc({ result: isOk ? "ok" : "failed" })
      if (isOk) health.succeeded()
      else {
        const reason = reasonOf(result.reason)
        health.failed(reason)
        if (!signal?.aborted) log.error("poll failed", { reason })
        if (dryRun) throw result.reason
      }
      if (dryRun) break
      // An aborted signal rejects the pause, and ends the loop.
      await sleep(pollInterval, undefined, signal ? { signal } : {}).catch(() => {})
    }
  } finally {
    await readers.rescan.finished()
    await close()
    store.close()
    log.info("keeper stopped")
  }
}
