import { mkdirSync } from "node:fs"
import { join } from "node:path"
import {
  createAccessLists,
  createDeliveries,
  createEndpointSelector,
  createNodeLimits,
  createPause,
  startMonitoringServer,
  trackPollHealth,
} from "@gpuflow/keeper/sending"
import { createLog, reasonOf } from "@gpuflow/keeper/service"

import type { AgentContext } from "./agentContext.ts"
import { type AgentOptions, parseAgentOptions, type ResolvedAgentOptions } from "./agentOptions.ts"
import { createChainClock } from "./follow/chainClock.ts"
import { createDowntimeBook } from "./health/downtimeBook.ts"
import { createHealthChecks } from "./health/healthChecks.ts"
import { createHookRunner } from "./hooks/hookRunner.ts"
import { holdsMachine } from "./machine/nextSteps.ts"
import { createRentalAccess } from "./machine/openAccess.ts"
import type { RentalAccess } from "./machine/rentalAccess.ts"
import { createHostMetrics } from "./monitoring/hostMetrics.ts"
import { readiness } from "./monitoring/readiness.ts"
import { createOfferKeeper, type OfferKeeper } from "./offers/keepOffers.ts"
import { openAgentDoor } from "./openAgentDoor.ts"
import { poll } from "./poll.ts"
import { type HostStore, openHostStore } from "./store/hostStore.ts"
import { lockMachines } from "./store/machineLocks.ts"

/** Milliseconds between polls while a `start` is on its way. */
const QUICK = 500

/** What runs beside the agent and asks it about its rentals, such as the door. */
export type AgentService = (access: RentalAccess) => Promise<{ close(): Promise<void> }>

/**
 * Runs a host's machines until the signal is aborted: prepares, starts, watches, stops and wipes what is rented. Failures
 * of a node only delay it. Invalid options, a database of another agent, and a machine of another agent on this computer
 * make it throw before it does anything.
 */
export async function runAgent(given: AgentOptions, service?: AgentService): Promise<void> {
  const options = parseAgentOptions(given)
  const { chainId, escrow, account, settings, state } = options
  const owner = settings.host ?? account.address
  const scope = `${chainId} ${escrow} ${owner}`.toLowerCase()
  mkdirSync(state, { recursive: true, mode: 0o700 })
  const locks = lockMachines(options.locks, scope, settings.machines)
  try {
    const store = openHostStore(join(state, "host.db"), { chainId, escrow, account: account.address })
    try {
      await runWith(options, store, service)
    } finally {
      store.close()
    }
  } finally {
    locks.release()
  }
}

async function runWith(options: ResolvedAgentOptions, store: HostStore, service?: AgentService): Promise<void> {
  const { chainId, escrow, account, settings, state, environment, signal, pollInterval } = options
  const log = createLog(options, options.output)
  const pause = createPause(signal)
  const stopping = new AbortController()
  const clock = createChainClock(store)
  const unsure = new Set(
    store
      .openWorkloads()
      .filter(({ phase }) => holdsMachine(phase))
      .map(({ id }) => id),
  )
  const hooks = createHookRunner({
    store,
    log,
    environment,
    state,
    wake: pause.wake,
    succeeded({ id }, hook, access) {
      const phase = store.workload(id)?.phase
      if (hook === "onStart") {
        unsure.delete(id)
        health.reset(id)
        store.setAccess(id, access)
        // A repair leaves the rental as it is.
        if (phase === "preparing") store.setPhase(id, "ready", clock.now())
        else store.clearHookFailures(id)
      } else if (hook === "onStop" && phase === "stopping") {
        store.atomically(() => {
          store.deleteKeys(id)
          store.setPhase(id, "stopped", clock.now())
        })
      } else if (hook === "onWipe" && phase === "wiping") store.setPhase(id, "wiped", clock.now())
    },
  })
  const health = createHealthChecks({
    store,
    log,
    clock,
    signal: stopping.signal,
    check: hooks.checkHealth,
    wake: pause.wake,
  })
  const context: AgentContext = {
    options,
    store,
    log,
    metrics: createHostMetrics(),
    nodeLimits: createNodeLimits(),
    deliveries: createDeliveries(),
    accessLists: createAccessLists(),
    // Rentals are counted by their own state.
    countIncluded: () => {},
    owner: settings.host ?? account.address,
    machines: new Map(settings.machines.map((machine) => [machine.machine, machine])),
    clock,
    hooks,
    health,
    downtime: createDowntimeBook(store),
    reported: new Map(),
    funds: { balance: undefined },
    unsure,
  }
  hooks.endLeftovers()
  context.metrics.machines.set(settings.machines.length)
  const pollHealth = trackPollHealth(pollInterval)
  const monitoring = await startMonitoringServer(options, {
    health: pollHealth.report,
    ready: () => readiness(pollHealth.report(), context),
    registry: context.metrics.registry,
  })
  const access = createRentalAccess(context)
  const beside = await service?.(access)
  const door = settings.door && (await openAgentDoor(context, settings.door, access))
  const offers = createOfferKeeper(context)
  log.info("agent started", { chainId, escrow, account: account.address, port: monitoring.port })
  try {
    await runPolls(context, offers, pause, pollHealth)
  } finally {
    stopping.abort()
    await offers.close()
    await door?.close()
    await beside?.close()
    await hooks.close()
    await monitoring.close()
    log.info("agent stopped")
  }
}

async function runPolls(
  context: AgentContext,
  offers: OfferKeeper,
  pause: ReturnType<typeof createPause>,
  health: ReturnType<typeof trackPollHealth>,
): Promise<void> {
  const { options, log, metrics, store } = context
  const { signal, pollInterval } = options
  const selectEndpoints = createEndpointSelector(options, log, metrics)
  while (!signal?.aborted) {
    try {
      await poll(context, selectEndpoints, offers)
      health.succeeded()
      metrics.polls.inc({ result: "ok" })
    } catch (error) {
      const reason = reasonOf(error)
      health.failed(reason)
      metrics.polls.inc({ result: "failed" })
      if (!signal?.aborted) log.error("poll failed", { reason })
    }
    log.debug("poll finished")
    // A renter waits for a start that is on its way.
    const isStarting = store.openWorkloads().some(({ phase }) => phase === "starting")
    await pause.wait(isStarting ? Math.min(pollInterval, QUICK) : pollInterval)
  }
}
