// Carries the decisions of one poll out: stores phases, begins hooks and health checks, and returns what is to be sent.
import type { RentalState } from "@gpuflow/escrow"
import { reasonOf } from "@gpuflow/keeper/service"
import { type Hash, isAddressEqual } from "viem"

import type { AgentContext } from "../agentContext.ts"
import { sentVerbs, type WantedSending } from "../send/planSendings.ts"
import type { MachineSettings } from "../settings/settingsFile.ts"
import type { Workload } from "../store/workloadTable.ts"
import {
  type Facts,
  holdsMachine,
  isFinished,
  nextSteps,
  REFUND_LIMITS,
  type RefundLimit,
  type Steps,
  type Verb,
  type Work,
} from "./nextSteps.ts"

/** The poll on which is decided: the time of its block, or an estimate while no node answers. */
export type PollTime = { readonly now: bigint; readonly isCurrent: boolean }

type Decided = {
  readonly wanted: readonly WantedSending[]
  /** Why a decision could not be stored. */
  readonly failure: unknown
}

/** Turns after which the phase of a rental stands still. */
const MAX_TURNS = 6
/** Milliseconds between health checks of a machine that waits to be started. */
const READY_CHECK = 2_000
/** Seconds after which the end of a rental can no longer be taken back by the chain. */
const FINAL_AFTER = 900n
const DAY = 86_400n

export function decide(context: AgentContext, time: PollTime): Decided {
  const { store, machines, metrics } = context
  const sentOf = sentVerbs(context)
  const wanted: WantedSending[] = []
  const failures: unknown[] = []
  const withheld: Withheld = { owed: 0n, refundPerRental: 0n, refundPerDay: 0n }
  for (const { id, machine } of store.openWorkloads()) {
    const settings = machines.get(machine)
    if (!settings) continue
    const sent = new Set(sentOf(id))
    try {
      decideOne(context, { settings, time, sent, withheld }, id, wanted)
    } catch (error) {
      // One rental must not keep the others from being stopped.
      failures.push(error)
    }
  }
  metrics.owed.set(Number(withheld.owed))
  for (const limit of REFUND_LIMITS) metrics.refundHeld.set({ limit }, Number(withheld[limit]))
  return { wanted, failure: failures[0] }
}

/** Seconds of downtime that renters have not got back: those that only the host's own key can give, and by limit. */
type Withheld = { owed: bigint } & Record<RefundLimit, bigint>

type Known = {
  readonly settings: MachineSettings
  readonly time: PollTime
  readonly sent: Set<Verb>
  readonly withheld: Withheld
}

function decideOne(context: AgentContext, known: Known, id: Hash, wanted: WantedSending[]): void {
  const { settings, time, sent, withheld } = known
  for (let turn = 0; turn < MAX_TURNS; ++turn) {
    const workload = context.store.workload(id)
    if (!workload?.state) return
    const { state } = workload
    const steps = nextSteps(factsOf(context, { workload, state, settings, time, sent }))
    if (steps.send) {
      sent.add(steps.send.verb)
      wanted.push({ workload, sending: steps.send })
    }
    carryOut(context, { workload, state, settings, time }, steps)
    if (steps.work.phase !== workload.phase) continue
    report(context, workload, withheld, steps)
    return
  }
}

type Subject = {
  readonly workload: Workload
  readonly state: RentalState
  readonly settings: MachineSettings
  readonly time: PollTime
}

function factsOf(
  context: AgentContext,
  { workload, state, settings, time, sent }: Subject & { readonly sent: ReadonlySet<Verb> },
): Facts {
  const { store, health, unsure, downtime, options } = context
  const { id, machine, rental, phase, failures } = workload
  return {
    ...time,
    offer: rental.offer,
    state,
    phase,
    phaseSince: workload.phaseSince,
    isOccupied: store.openWorkloads().some((other) => {
      return other.id !== id && other.machine === machine && holdsMachine(other.phase)
    }),
    isUnsure: unsure.has(id),
    hasGivenUp: phase === "preparing" && failures >= settings.hooks.attempts,
    isHealthy: health.isHealthy(id),
    needsRepair: health.failingFor(id) >= Number(settings.hooks.repairAfter) * 1_000,
    downtime: downtime.downtime(id, endOf(state, time.now)),
    refundedAt: workload.refundedAt,
    refundLeft: refundLeft(context, workload, time.now),
    sent,
    isHost: isAddressEqual(options.account.address, rental.offer.host),
    hasEvidence: workload.hasEvidence,
    policy: options.settings.policy,
  }
}

/** What may still be given back within the last day. */
function refundLeft({ options, store }: AgentContext, { id, state }: Workload, now: bigint): bigint | undefined {
  const { refundPerDay } = options.settings.policy
  if (refundPerDay === undefined) return undefined
  const left = refundPerDay - store.refundedSince(now - DAY, id, state?.refundedSeconds ?? 0n)
  return left > 0n ? left : 0n
}

/** Until when a machine that is down is down for the renter. */
function endOf({ status, since, duration }: RentalState, now: bigint): bigint {
  const end = status === "Active" ? since + duration : now
  return end < now ? end : now
}

const endsAtOf = ({ status, since, duration }: RentalState) => (status === "Active" ? since + duration : 0n)

function carryOut(context: AgentContext, subject: Subject, { work, send }: Steps): void {
  const { store, hooks, health, log } = context
  const { workload, state, settings, time } = subject
  const { id, phase } = workload
  const target = { machine: settings, workload, endsAt: endsAtOf(state) }
  try {
    if (work.phase !== phase) enter(context, subject, work)
  } catch (error) {
    // A workload is stopped also while nothing can be stored, as on a full disk.
    if (work.run !== "onStop") throw error
    log.error("phase not stored", { rental: id, phase: work.phase, reason: reasonOf(error) })
  }
  const isActive = state.status === "Active"
  if (isActive && work.phase === "preparing") health.record(id, "down")
  if (work.run === "health") {
    const every = work.phase === "ready" ? READY_CHECK : Number(settings.hooks.healthEvery) * 1_000
    health.run(target, { isLogged: isActive, every })
  } else if (work.run) {
    // The phase that was just stored has a first attempt of its own.
    const current = store.workload(id) ?? workload
    hooks.run(work.run, { ...target, workload: current })
  }
  if (send?.verb === "refund") store.recordRefund(id, send.refundedSeconds, state.refundedSeconds, time.now)
  if (isFinished(work.phase, state) && isFinal(state, workload, time)) {
    store.finishWorkload(id, time.now)
    context.downtime.forget(id)
    context.reported.delete(id)
    log.info("rental finished", { rental: id, machine: settings.name, status: state.status })
  }
}

function enter({ store, health, log, unsure }: AgentContext, { workload, settings, time }: Subject, work: Work): void {
  const { id, phase } = workload
  store.setPhase(id, work.phase, time.now)
  log.info("phase", { rental: id, machine: settings.name, from: phase, to: work.phase })
  if (work.phase === "preparing") health.reset(id)
  if (work.phase === "stopping") {
    health.record(id, "end")
    health.reset(id)
    unsure.delete(id)
  }
}

/** Adds up what renters have not got back, and says once for each amount what the owner can do about it. */
function report(
  { log, reported }: AgentContext,
  { id, state }: Workload,
  withheld: Withheld,
  { owedSeconds, held }: Steps,
): void {
  const total = owedSeconds ?? held?.refundedSeconds
  if (total === undefined) return
  const seconds = total - (state?.refundedSeconds ?? 0n)
  withheld[held?.limit ?? "owed"] += seconds
  if (reported.get(id) === seconds) return
  reported.set(id, seconds)
  const command = `gpuflow-escrow refund ${id} ${seconds}s`
  if (held) log.warn("refund held back", { rental: id, limit: held.limit, seconds, command })
  else log.warn("time owed to the renter", { rental: id, seconds, command })
}

function isFinal({ status, since }: RentalState, { phaseSince }: Workload, { now, isCurrent }: PollTime): boolean {
  const ended = status === "Closed" ? since : phaseSince
  return isCurrent && now >= ended + FINAL_AFTER
}
