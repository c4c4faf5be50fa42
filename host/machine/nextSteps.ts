// What the agent does next for one rental: with the machine, and on the chain. Pure, so that every case can be tested.
// The chain decides whether a renter may use the machine; the phase says what the agent has done. A restart, a
// reorganisation and a node that comes back are therefore the same case: the phase follows what the chain says now.
import { billed, closesAt, collectableSeconds, type Offer, type RentalState } from "@gpuflow/escrow"

import type { Phase } from "./phase.ts"
import type { Policy } from "./policy.ts"

/** The owner's commands that change a machine. */
export type ChangingHook = "onStart" | "onStop" | "onWipe"

/** What the agent sends for a rental. */
export type Verb = "start" | "decline" | "refund" | "evidence" | "settle"

/** What the agent knows of a rental in one poll. */
export type Facts = {
  /** Time of the poll's block, or an estimate while no node answers. */
  readonly now: bigint
  /** Whether a node answered in this poll. Otherwise the state is that of an earlier poll. */
  readonly isCurrent: boolean
  readonly offer: Offer
  readonly state: RentalState
  readonly phase: Phase
  /** When the phase began, by the same clock as `now`. */
  readonly phaseSince: bigint
  /** Another rental holds the machine: it was prepared for it, and not wiped since. */
  readonly isOccupied: boolean
  /** The phase is that of an earlier process, and `onStart` was not run again since: the machine may have been off. */
  readonly isUnsure: boolean
  /** `onStart` failed as often as the owner allows. */
  readonly hasGivenUp: boolean
  /** The last health check since `onStart` succeeded. Missing: there was none yet. */
  readonly isHealthy: boolean | undefined
  /** Whether `onStart` is to be run again, because the machine has been unhealthy for a while. */
  readonly needsRepair: boolean
  /** Seconds for which the machine was down, by the health log. */
  readonly downtime: bigint
  /** When time was last given back. Missing: never. */
  readonly refundedAt: bigint | undefined
  /** Seconds that may still be given back today. Missing: no limit. */
  readonly refundLeft: bigint | undefined
  /** What was sent and has no outcome yet. */
  readonly sent: ReadonlySet<Verb>
  /** Whether the agent signs for the host itself. Its operator cannot give time back. */
  readonly isHost: boolean
  /** Whether the agent's evidence is on the chain. */
  readonly hasEvidence: boolean
  readonly policy: Policy
}

/** What to do with the machine: the phase to store, and the command to run in it. */
export type Work = {
  readonly phase: Phase
  readonly run?: ChangingHook | "health"
  /** Why nothing is run. */
  readonly waitsFor?: "machine" | "transaction" | "node" | "wipe" | "nothing"
}

/** What to send. */
export type Sending =
  | { readonly verb: Exclude<Verb, "refund"> }
  | { readonly verb: "refund"; readonly refundedSeconds: bigint }

/** A limit of the owner's that keeps time from a renter. */
export const REFUND_LIMITS = ["refundPerRental", "refundPerDay"] as const
export type RefundLimit = (typeof REFUND_LIMITS)[number]

export type Steps = {
  readonly work: Work
  readonly send?: Sending
  /** The total of time that only the host's own key can give back. */
  readonly owedSeconds?: bigint
  /** What a limit holds back, as the total that it would be without the limit. */
  readonly held?: { readonly limit: RefundLimit; readonly refundedSeconds: bigint }
}

/** Phases in which nothing was done for a rental, or everything was undone. */
const FREE: readonly Phase[] = ["paid", "wiped"]
/** Phases after the end of a workload. */
const ENDED: readonly Phase[] = ["stopping", "stopped", "wiping", "wiped"]

/** Whether a rental holds its machine in a phase: no other rental may be prepared. */
export const holdsMachine = (phase: Phase) => !FREE.includes(phase)

/** Whether nothing is left to do, now or later. */
export function isFinished(phase: Phase, { status }: RentalState): boolean {
  return FREE.includes(phase) && (status === "Closed" || status === "None")
}

/** What the renter may have now: a machine to start, a running machine, or none. */
export function entitlement({
  now,
  offer,
  state,
  policy,
  sent,
  isCurrent,
  phase,
  phaseSince,
}: Pick<Facts, "now" | "offer" | "state" | "policy" | "sent" | "isCurrent" | "phase" | "phaseSince">) {
  // What was ended is brought back only by the word of a node.
  if (!isCurrent && ENDED.includes(phase)) return "none"
  // A start that was sent may be on the chain although no node says so. Its time is over by then at the latest, and what
  // was not started is prepared again.
  const mayHaveStarted = state.status === "Funded" && !isCurrent && phase === "starting"
  if (mayHaveStarted && now >= phaseSince + state.duration + policy.grace) return "none"
  // A rental that is being declined will not start.
  if (state.status === "Funded" && now < state.since + offer.startWindow && !sent.has("decline")) return "start"
  if (state.status === "Active" && now < state.since + state.duration + policy.grace) return "run"
  return "none"
}

export function nextSteps(facts: Facts): Steps {
  const work = nextWork(facts)
  const send = nextSending(facts, work)
  const owedSeconds = facts.isHost ? undefined : refundable(facts)
  const held = facts.isHost ? heldBack(facts) : undefined
  return {
    work: workBeside(send, facts, work),
    ...(send ? { send } : {}),
    ...(owedSeconds === undefined ? {} : { owedSeconds }),
    ...(held ? { held } : {}),
  }
}

/** The phase is stored with the decision to send, and before the transaction exists. */
function workBeside(send: Sending | undefined, facts: Facts, work: Work): Work {
  if (send?.verb === "start") return { phase: "starting", waitsFor: "transaction" }
  return send?.verb === "decline" ? endWork(facts) : work
}

function nextWork(facts: Facts): Work {
  const { phase, isOccupied } = facts
  const entitled = entitlement(facts)
  if (entitled === "none") return endWork(facts)
  if (FREE.includes(phase) && isOccupied) return { phase, waitsFor: "machine" }
  if (phase === "paid" || ENDED.includes(phase)) return { phase: "preparing", run: "onStart" }
  if (phase === "preparing") return { phase, run: "onStart" }
  if (entitled === "run") {
    const isRepair = phase === "running" && (facts.isUnsure || facts.needsRepair)
    return { phase: "running", run: isRepair ? "onStart" : "health" }
  }
  // Funded: also after a start that the chain has taken back.
  if (facts.isUnsure || facts.needsRepair) return { phase: "preparing", run: "onStart" }
  if (phase === "starting" && facts.sent.has("start")) return { phase, waitsFor: "transaction" }
  return { phase: "ready", run: "health" }
}

function endWork({ phase, phaseSince, now, isCurrent, policy }: Facts): Work {
  switch (phase) {
    case "paid":
      // Nothing was done, so nothing is undone.
      return { phase: "wiped", waitsFor: "nothing" }
    case "stopped":
      // What was wiped cannot come back, so a rental must have ended by the word of a node.
      if (!isCurrent) return { phase, waitsFor: "node" }
      return now < phaseSince + policy.wipeAfter ? { phase, waitsFor: "wipe" } : { phase: "wiping", run: "onWipe" }
    case "wiping":
      return { phase, run: "onWipe" }
    case "wiped":
      return { phase, waitsFor: "nothing" }
    default:
      return { phase: "stopping", run: "onStop" }
  }
}

function nextSending(facts: Facts, work: Work): Sending | undefined {
  const { isCurrent, sent, state, policy } = facts
  if (!isCurrent) return undefined
  if (state.status === "Funded" && entitlement(facts) === "start") return beforeStart(facts, work)
  if (state.status === "Disputed" && policy.evidence && !facts.hasEvidence && !sent.has("evidence")) {
    return { verb: "evidence" }
  }
  const refundedSeconds = facts.isHost ? refundable(facts, limitOf(facts).seconds) : undefined
  if (refundedSeconds !== undefined && !sent.has("refund")) return { verb: "refund", refundedSeconds }
  // What is still to be refunded comes first: a settlement would pay for it.
  if (policy.claim && isDue(facts) && !sent.has("settle") && !sent.has("refund")) return { verb: "settle" }
  return undefined
}

/** The closing settlement, or a rolling one that is worth its gas. */
function isDue({ now, offer, state, policy }: Facts): boolean {
  const closing = closesAt(offer, state)
  if (closing > 0n && now >= closing) return true
  return collectableSeconds(offer, state, now) - state.paidSeconds >= policy.claimEvery
}

/** Starts a machine that is ready, and declines in time what cannot be started. */
function beforeStart({ now, offer, state, policy, phase, sent, ...facts }: Facts, work: Work): Sending | undefined {
  // Once a start may be on its way, a decline could become an interruption, which can cost the whole bond.
  if (sent.has("start")) return undefined
  const isReady = (phase === "ready" || phase === "starting") && work.phase === "ready" && facts.isHealthy === true
  if (isReady) return { verb: "start" }
  const isLate = now + policy.declineBefore >= state.since + offer.startWindow
  return isLate || facts.hasGivenUp ? { verb: "decline" } : undefined
}

type Limited = { readonly limit: RefundLimit | undefined; readonly seconds: bigint | undefined }

/** The most that the owner's limits let the total of a rental become, and which of them. */
function limitOf({ policy, state, refundLeft }: Facts): Limited {
  const byDay = refundLeft === undefined ? undefined : state.refundedSeconds + refundLeft
  const byRental = policy.refundPerRental
  if (byDay !== undefined && (byRental === undefined || byDay < byRental))
    return { limit: "refundPerDay", seconds: byDay }
  return { limit: byRental === undefined ? undefined : "refundPerRental", seconds: byRental }
}

/** What would be given back now, were it not for a limit. */
function heldBack(facts: Facts): Steps["held"] {
  const { limit, seconds = 0n } = limitOf(facts)
  const refundedSeconds = limit && refundable(facts)
  // What is on its way counts for the day already.
  if (!limit || refundedSeconds === undefined || refundedSeconds <= seconds || facts.sent.has("refund"))
    return undefined
  return { limit, refundedSeconds }
}

/** The total to give back now, by the log and the policy; nothing if that gives nothing more. */
function refundable(facts: Facts, limit?: bigint): bigint | undefined {
  const { now, offer, state, policy, downtime, refundedAt } = facts
  const { status } = state
  if (!policy.refund || (status !== "Active" && status !== "Interrupted" && status !== "Disputed")) return undefined
  if (!facts.isCurrent || now >= closesAt(offer, state)) return undefined
  // Where nothing is contested any more, the host's bond stays at stake for nothing.
  const kept = status === "Disputed" ? 1n : 0n
  const most = billed(state, now) - collectableSeconds(offer, state, now) - kept
  const due = downtime < most ? downtime : most
  const total = limit === undefined || due < limit ? due : limit
  if (total - state.refundedSeconds < policy.refundMinimum || total <= state.refundedSeconds) return undefined
  const isOver = status !== "Active" || now >= state.since + state.duration
  return isOver || now >= (refundedAt ?? state.since) + policy.refundEvery ? total : undefined
}
