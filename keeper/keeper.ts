import { setTimeout as sleep } from "node:timers/promises"
import { decodeEvents } from "@gpuflow/escrow"
import { decodeMandateEvents } from "@gpuflow/escrow/mandate"
import type { TransactionReceipt } from "viem"

import { createStateReader } from "./follow/refreshStates.ts"
import { createHistoryRescan } from "./follow/rescanHistory.ts"
import { type KeeperOptions, KeeperOptionsError, parseOptions, type ResolvedOptions } from "./keeperOptions.ts"
import { createLog, type Log, reasonOf } from "./log.ts"
import { createMandateBook } from "./mandates/mandateBook.ts"
import { type MandateSource, openMandateFolder } from "./mandates/mandateFolder.ts"
import { createAccessLists } from "./plan/accessLists.ts"
import { createTokenPrices } from "./plan/tokenPrices.ts"
import { poll } from "./poll.ts"
import { createEndpointSelector } from "./rpc/endpoints.ts"
import { createDeliveries } from "./send/deliveries.ts"
import { createNodeLimits } from "./send/nodeLimits.ts"
import { createMetrics, type Metrics } from "./serve/metrics.ts"
import { startMonitoringServer } from "./serve/monitoringServer.ts"
import { trackPollHealth } from "./serve/pollHealth.ts"
import { isDamage } from "./store/database.ts"
import { openStore, type Store } from "./store/store.ts"

/**
 * Settles due rentals and delivers credits until the signal is aborted. Failures of a node only delay it. Invalid
 * options, and a database of another escrow, make it throw before it sends anything. A damaged database is moved aside.
 */
export async function runKeeper(given: KeeperOptions): Promise<void> {
  const options = parseOptions(given)
  const { chainId, escrow, account, dryRun, signal } = options
  const source = await openSource(options)
  const metrics = createMetrics()
  const log = createLog(options, options.output)
  const open = (damage?: string) => {
    const identity = { chainId, escrow, account: account.address }
    const store = openStore(options.database, identity, { damage, leavesDamaged: dryRun })
    if (store.moved) log.warn("database moved aside", store.moved)
    return store
  }
  let store = open()
  const polls = createPolls(options, source, log, metrics)
  // A dry run can run beside a keeper, which uses the port.
  const listen = dryRun ? { ...options, port: 0 } : options
  const server = await startMonitoringServer(listen, { health: polls.health, registry: metrics.registry })
  log.info("keeper started", { chainId, escrow, account: account.address, port: server.port })

  try {
    while (!signal?.aborted) {
      const damage = await polls.run(store)
      if (damage === undefined) break
      store.close()
      store = open(damage)
    }
  } finally {
    await server.close()
    store.close()
    log.info("keeper stopped")
  }
}

/** The folder of mandates, if there is one. One that cannot be read is a wrong option. */
async function openSource({ mandates }: ResolvedOptions): Promise<MandateSource> {
  if (mandates === undefined) return { read: async () => [] }
  const source = openMandateFolder(mandates)
  await source.read().catch((error: unknown) => {
    const message = `is not a folder that can be read: ${reasonOf(error)}`
    throw new KeeperOptionsError([{ option: "mandates", message }])
  })
  return source
}

/** The loop of polls, with all that a keeper remembers without storing it. */
function createPolls(options: ResolvedOptions, source: MandateSource, log: Log, metrics: Metrics) {
  const { pollInterval, dryRun, signal } = options
  const memory = {
    accessLists: createAccessLists(),
    nodeLimits: createNodeLimits(),
    deliveries: createDeliveries(),
    prices: createTokenPrices(),
  }
  const selectEndpoints = createEndpointSelector(options, log, metrics)
  const health = trackPollHealth(pollInterval)

  /** Polls until the signal is aborted. Returns the damage if the database turns out to be damaged. */
  async function run(store: Store): Promise<string | undefined> {
    const mandates = createMandateBook({ options, store, log }, source)
    const countIncluded = (receipt: TransactionReceipt) => countPayments(metrics, options, receipt)
    const context = { options, store, log, metrics, countIncluded, mandates, ...memory }
    const readers = { rescan: createHistoryRescan(context), states: createStateReader(context) }
    metrics.lastGoodPoll.set(store.time("goodPollAt"))
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
          if (isDamage(result.reason)) return reason
        }
        if (dryRun) break
        // An aborted signal rejects the pause, and ends the loop.
        await sleep(pollInterval, undefined, signal ? { signal } : {}).catch(() => {})
      }
    } finally {
      await readers.rescan.finished()
    }
    return undefined
  }

  return { run, health: health.report }
}

function countPayments(metrics: Metrics, { escrow, mandateContract }: ResolvedOptions, { logs }: TransactionReceipt) {
  if (mandateContract) metrics.extended.inc(decodeMandateEvents({ mandateContract, logs }).length)
  const names = decodeEvents({ escrow, logs }).map(({ eventName }) => eventName)
  metrics.settled.inc(names.filter((name) => name === "Paid" || name === "Closed").length)
  metrics.withdrawn.inc(names.filter((name) => name === "Withdrawn").length)
}
