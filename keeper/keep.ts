// A keeper: finds what a deadline has made due, and finishes it. The chain is the only queue.
import { setTimeout as sleep } from "node:timers/promises"

import type { Hex } from "viem"
import { getBalance, getBlock } from "viem/actions"

import { makeEndpoints, type Node } from "./endpoints.ts"
import { find, rescan } from "./find.ts"
import { makeLog, reasonOf } from "./log.ts"
import { look } from "./look.ts"
import { makeMetrics } from "./metrics.ts"
import { type KeepOptions, parseOptions } from "./options.ts"
import { makeSender } from "./sender.ts"
import { serve } from "./serve.ts"
import { openStore } from "./store.ts"
import { plan } from "./work.ts"

export type { KeepOptions } from "./options.ts"

const DAY = 86_400_000
/** Polls that may fail in a row before `/healthz` says so, and the least time that they are given. */
const PATIENCE = { polls: 4, milliseconds: 30_000 }
/** A dry run has the account's places for itself. */
const NOTHING_SENT = { next: 0, taken: new Set<number>(), busy: new Set<Hex>() }

/**
 * Keeps an escrow until the signal is given: settles what is due, delivers credits that can be delivered. A node's bad
 * moments only delay it; options that do not fit, and a database of another escrow, end it before it begins.
 */
export async function keep(given: KeepOptions): Promise<void> {
  const options = parseOptions(given)
  const { chainId, escrow, account, pollInterval, signal } = options
  const metrics = makeMetrics()
  const log = makeLog(options, options.output)
  const store = openStore(options.database, { chainId, escrow, account: account.address })
  const endpoints = makeEndpoints(options, log, metrics)
  const tools = { store, options, log, metrics }
  let [lastGood, failure] = [Date.now(), ""]
  let scanning: Promise<void> | undefined

  const health = () => {
    const since = Date.now() - lastGood
    const ok = since < Math.max(PATIENCE.polls * pollInterval, PATIENCE.milliseconds)
    return { ok, secondsSinceGoodPoll: Math.floor(since / 1_000), ...(failure ? { failure } : {}) }
  }
  // A dry run stands beside a keeper, which has the port.
  const server = await serve(options.dryRun ? { ...options, port: 0 } : options, { health, registry: metrics.registry })
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : options.port
  // What a first reading finds needs no second one at once.
  if (!store.cursor()) store.setTime("scanned", Math.floor(Date.now() / 1_000))
  log.info("keeping", { chainId, escrow, account: account.address, port })

  /** One round; what fails in it is tried again by the next one. */
  async function poll(): Promise<void> {
    log.debug("poll")
    const node = await endpoints()
    metrics.head.set(Number(node.head))
    for (const limit of ["fee", "transaction", "day", "funds"]) metrics.held.set({ limit }, 0)
    scanIfDue(node)
    // Without news, what is known is worked on all the same.
    const found = await attempt(() => find(store, node, options))
    const { number, timestamp, baseFeePerGas } = await getBlock(node.client, { blockTag: "latest" })
    const cursor = BigInt(store.cursor()?.block ?? -1)
    // A state from before an event would pass for the one after it.
    if (number < cursor) throw new Error(`The endpoint is behind: block ${number} of ${cursor}.`)
    const looked = await attempt(() => look(store, node, options, { number, timestamp }))

    const sender = makeSender(tools, node, { number, baseFee: baseFeePerGas ?? 0n })
    const places = options.dryRun ? NOTHING_SENT : await sender.reconcile()
    const { jobs, failure: unplanned } = await plan(tools, node, timestamp, places)
    if (options.dryRun) {
      for (const { work, items, gas } of jobs) log.info("would send", { work, items, gas })
    } else {
      await sender.send(jobs, places)
      await report(node, timestamp)
    }
    const failed = [found, looked, unplanned].find((error) => error !== undefined)
    if (failed !== undefined) throw failed
  }

  async function report({ client }: Node, now: bigint): Promise<void> {
    const { statuses, due, oldestDueAt, credits, aside } = store.figures(now, Date.now())
    metrics.rentals.reset()
    for (const { status, count } of statuses) metrics.rentals.set({ status }, count)
    metrics.due.set(due)
    metrics.overdue.set(oldestDueAt === undefined ? 0 : Number(now - oldestDueAt))
    metrics.credits.set(credits)
    metrics.aside.set(aside)
    metrics.cursor.set(Number(store.cursor()?.block ?? 0))
    metrics.spent.set(inPol(store.spentSince(Date.now() - DAY)))
    store.forgetIntents(Date.now() - DAY)
    store.forgetReverts(Date.now() - 2 * DAY)
    metrics.balance.set(inPol(await getBalance(client, { address: account.address })))
  }

  /** Beside the polls, because it may take minutes. */
  function scanIfDue(node: Node) {
    const now = Math.floor(Date.now() / 1_000)
    if (scanning || now - store.time("scanned") < options.rescanSeconds) return
    scanning = rescan(store, node, options)
      .then((found) => {
        store.setTime("scanned", now)
        // Those that were closed long ago are forgotten, and counted here again.
        log.info("history read again", { unknown: found })
      })
      .catch((error: unknown) => log.warn("the history could not be read", { reason: reasonOf(error) }))
      .finally(() => {
        scanning = undefined
      })
  }

  try {
    while (!signal?.aborted) {
      const end = metrics.pollSeconds.startTimer()
      const error = await attempt(poll)
      end()
      log.debug("polled")
      metrics.polls.inc({ result: error === undefined ? "ok" : "failed" })
      failure = error === undefined ? "" : reasonOf(error)
      if (error === undefined) lastGood = Date.now()
      else if (!signal?.aborted) log.error("poll failed", { reason: failure })
      if (options.dryRun && error !== undefined) throw error
      if (options.dryRun) break
      // It rejects when the signal is given, which the loop sees by itself.
      await sleep(pollInterval, undefined, signal ? { signal } : {}).catch(() => {})
    }
  } finally {
    await scanning
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    store.close()
    log.info("ended")
  }
}

/** What an action failed with; nothing if it did not. */
async function attempt(action: () => Promise<void>): Promise<unknown> {
  try {
    await action()
    return undefined
  } catch (error) {
    return error ?? new Error("It failed without a reason.")
  }
}

const inPol = (wei: bigint) => Number(wei / 10n ** 9n) / 1e9
