import { createLog, reasonOf } from "../log.ts"
import { createPause } from "../pause.ts"
import { createEndpointSelector } from "../rpc/endpoints.ts"
import { createDeliveries } from "../send/deliveries.ts"
import { createNodeLimits } from "../send/nodeLimits.ts"
import { trackPollHealth } from "../serve/pollHealth.ts"
import type { Limit } from "../serve/senderMetrics.ts"
import { isDamage } from "../store/database.ts"
import { openStore } from "../store/store.ts"
import type { ChainView } from "./chainView.ts"
import { createFeeBook } from "./feeBook.ts"
import type { RelayerContext } from "./relayerContext.ts"
import { createRelayerMetrics, type RelayerMetrics } from "./relayerMetrics.ts"
import { parseRelayerOptions, type RelayerOptions, type ResolvedRelayerOptions } from "./relayerOptions.ts"
import { relayPoll } from "./relayPoll.ts"
import { startRelayServer } from "./relayServer.ts"

/**
 * Accepts signed purchases and sends them until the signal is aborted. What was accepted is stored first, so it is sent
 * after a crash as well. Invalid options, and a database of another relayer or a damaged one, make it throw before it
 * accepts anything.
 */
export async function runRelayer(given: RelayerOptions): Promise<void> {
  const options = parseRelayerOptions(given)
  const { chainId, escrow, router, account, tokens } = options
  const log = createLog(options, options.output)
  const identity = { chainId, escrow, account: account.address, router }
  // A purchase that was accepted is nowhere else, so a damaged file is not replaced by an empty one.
  const store = openStore(options.database, identity, { leavesDamaged: true })
  const context: RelayerContext = {
    options,
    store,
    log,
    metrics: createRelayerMetrics(),
    nodeLimits: createNodeLimits(),
    deliveries: createDeliveries(),
    feeBook: createFeeBook(options),
    // Purchases are counted by their own state.
    countIncluded: () => {},
  }
  try {
    const loop = createLoop(context)
    const server = await startRelayServer(context, loop.state)
    log.info("relayer started", { chainId, escrow, router, account: account.address, tokens, port: server.port })
    try {
      await loop.run()
    } finally {
      await server.close()
    }
  } finally {
    store.close()
    log.info("relayer stopped")
  }
}

/** The loop of polls, and what it lets the server know. */
function createLoop(context: RelayerContext) {
  const { log, metrics, options, store } = context
  const { pollInterval, signal } = options
  const selectEndpoints = createEndpointSelector(options, log, metrics)
  const health = trackPollHealth(pollInterval)
  const pause = createPause(signal)
  let view: ChainView | undefined
  let held: readonly string[] = []

  async function run(): Promise<void> {
    metrics.lastGoodPoll.set(store.time("goodPollAt"))
    while (!signal?.aborted) {
      const stopTimer = metrics.pollSeconds.startTimer()
      await pollOnce()
      stopTimer()
      held = await heldBy(metrics)
      await pause.wait(pollInterval)
    }
  }

  async function pollOnce(): Promise<void> {
    try {
      await relayPoll(context, selectEndpoints, (seen) => {
        view = seen
      })
      health.succeeded()
      metrics.polls.inc({ result: "ok" })
    } catch (error) {
      if (isDamage(error)) throw error
      const reason = reasonOf(error)
      health.failed(reason)
      metrics.polls.inc({ result: "failed" })
      if (!signal?.aborted) log.error("poll failed", { reason })
    }
    log.debug("poll finished")
  }

  return {
    run,
    state: {
      view: () => view,
      health: health.report,
      obstacle: () => obstacleOf(options, { view, held, isHealthy: health.report().ok }),
      wake: pause.wake,
    },
  }
}

/** Gas that the account must be able to pay for, about that of a small cluster. */
const LEAST_GAS = 1_000_000n
/** A limit per transaction concerns large purchases alone. */
const HOLDING: readonly string[] = ["fee", "day", "funds"] satisfies readonly Limit[]

async function heldBy({ held }: RelayerMetrics): Promise<string[]> {
  const { values } = await held.get()
  return values.filter(({ value }) => value === 1).map(({ labels }) => String(labels.limit))
}

type Condition = {
  readonly view: ChainView | undefined
  readonly held: readonly string[]
  readonly isHealthy: boolean
}

/** Why purchases are not accepted now. What could not be sent is better sent by another relayer. */
function obstacleOf({ signal }: ResolvedRelayerOptions, { view, held, isHealthy }: Condition): string | undefined {
  if (signal?.aborted) return "It is being stopped."
  if (!view) return "No poll has reached a node yet."
  if (!isHealthy) return "Its nodes do not answer."
  if (view.balance < view.gasPrice * LEAST_GAS) return "Its account cannot pay for the gas."
  const limit = HOLDING.find((one) => held.includes(one))
  return limit === undefined ? undefined : `A limit of its operator holds transactions back (${limit}).`
}
