// One poll: read what the chain says at one block, keep what was sent on its way, decide on that block, and send. What
// fails in one poll is done again by the next one. Without a node, machines are still watched and stopped in time.
import {
  createSendContext,
  type Endpoints,
  hasEarlierTransactions,
  LIMITS,
  reconcileTransactions,
  sendPlanned,
} from "@gpuflow/keeper/sending"
import { getBalance } from "viem/actions"

import type { AgentContext } from "./agentContext.ts"
import { followRentals, type PollBlock } from "./follow/followRentals.ts"
import { decide } from "./machine/decide.ts"
import { type ChangingHook, holdsMachine } from "./machine/nextSteps.ts"
import type { Phase } from "./machine/phase.ts"
import type { OfferKeeper } from "./offers/keepOffers.ts"
import { planSendings, type WantedSending } from "./send/planSendings.ts"

type View = { readonly endpoints: Endpoints; readonly block: PollBlock; readonly failure: unknown }

export async function poll(
  context: AgentContext,
  selectEndpoints: () => Promise<Endpoints>,
  offers: OfferKeeper,
): Promise<void> {
  const { store, log, metrics, clock } = context
  log.debug("poll started")
  for (const limit of LIMITS) metrics.held.set({ limit }, 0)
  const [seen] = await Promise.allSettled([look(context, selectEndpoints)])
  const view = seen.status === "fulfilled" ? seen.value : undefined
  const time = view ? { now: view.block.timestamp, isCurrent: true } : { now: clock.now(), isCurrent: false }
  const sender = view ? prepareSending(context, view) : undefined
  const [pending] = await Promise.allSettled([sender?.pending()])
  const { wanted, failure } = decide(context, time)
  if (view) offers.tend(view.endpoints)
  report(context)
  if (seen.status === "rejected") throw seen.reason
  if (pending.status === "rejected") throw pending.reason
  await sender?.send(wanted, pending.value)
  if (failure !== undefined) throw failure
  if (view?.failure !== undefined) throw view.failure
  store.deleteFinishedTransactions(Date.now())
  store.deleteOldFailures(Date.now())
  store.deleteFinishedWorkloads(time.now - RETENTION)
  const seconds = Math.floor(Date.now() / 1_000)
  store.setTime("goodPollAt", seconds)
  metrics.lastGoodPoll.set(seconds)
}

/** Seconds for which a finished rental and its health log are kept. */
const RETENTION = 90n * 86_400n

async function look(context: AgentContext, selectEndpoints: () => Promise<Endpoints>): Promise<View> {
  const endpoints = await selectEndpoints()
  context.metrics.head.set(Number(endpoints.latestBlock))
  const followed = await followRentals(context, endpoints)
  context.store.limitTimes(Date.now())
  const { account } = context.options
  context.funds.balance = await getBalance(endpoints.client, { address: account.address })
  context.metrics.balance.set(inPol(context.funds.balance))
  return { endpoints, ...followed }
}

type Pending = Awaited<ReturnType<typeof reconcileTransactions>>

function prepareSending(context: AgentContext, { endpoints, block }: View) {
  const sending = createSendContext(context, endpoints, block)
  return {
    /** Keeps earlier transactions on their way. What they do must not be decided on again. */
    async pending(): Promise<Pending | undefined> {
      const pending = await reconcileTransactions(sending)
      return (await hasEarlierTransactions(sending, pending)) ? undefined : pending
    },
    async send(wanted: readonly WantedSending[], pending: Pending | undefined): Promise<void> {
      if (!pending || wanted.length === 0) return
      const slots = context.options.maxInFlight - pending.nonces.size
      const { planned, failure } = await planSendings(context, endpoints, wanted, slots)
      await sendPlanned(sending, planned, pending)
      if (failure !== undefined) throw failure
    },
  }
}

const inPol = (wei: bigint) => Number(wei / 10n ** 9n) / 1e9

/** The hook that a rental waits for in a phase. */
const HOOKS: Readonly<Partial<Record<Phase, ChangingHook>>> = {
  preparing: "onStart",
  running: "onStart",
  stopping: "onStop",
  wiping: "onWipe",
}

function report({ metrics, store, health, machines }: AgentContext): void {
  const open = store.openWorkloads()
  metrics.rentals.reset()
  for (const { phase } of open) metrics.rentals.inc({ phase })
  metrics.down.set(open.filter(({ id, phase }) => phase === "running" && health.isHealthy(id) === false).length)
  metrics.rented.set(new Set(open.filter(({ phase }) => holdsMachine(phase)).map(({ machine }) => machine)).size)
  metrics.hookFailures.reset()
  for (const { phase, failures, machine } of open) {
    const hook = HOOKS[phase]
    if (hook && failures > 0)
      metrics.hookFailures.set({ machine: machines.get(machine)?.name ?? machine, hook }, failures)
  }
  metrics.spent.set(inPol(store.spentInLastDay(Date.now())))
}
