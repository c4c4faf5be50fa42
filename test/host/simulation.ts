// A machine, its rentals, and a chain, as plain values: what the agent's decisions do to them in any order of events.
import { type Offer, type RentalState, waitCompensation } from "@gpuflow/escrow"
import { zeroAddress, zeroHash } from "viem"

import {
  type ChangingHook,
  entitlement,
  type Facts,
  holdsMachine,
  nextSteps,
  type Sending,
  type Verb,
} from "../../host/machine/nextSteps.ts"
import type { Phase } from "../../host/machine/phase.ts"
import type { Policy } from "../../host/machine/policy.ts"

export const OFFER: Offer = {
  host: zeroAddress,
  payee: zeroAddress,
  operator: zeroAddress,
  renter: zeroAddress,
  token: zeroAddress,
  arbiter: zeroAddress,
  pricePerHour: 1_500_000n,
  bond: 5_000_000n,
  minDuration: 1n,
  maxDuration: 86_400n,
  startWindow: 1_800n,
  challengeWindow: 21_600n,
  nonce: 0n,
  epoch: 0n,
  expiry: 0n,
  maxFeeBps: 1_000n,
  rolling: false,
  machine: zeroHash,
  spec: zeroHash,
}

export const POLICY: Policy = {
  grace: 0n,
  declineBefore: 120n,
  wipeAfter: 60n,
  refund: true,
  refundMinimum: 60n,
  refundEvery: 600n,
  claim: true,
  claimEvery: 86_400n,
  evidence: true,
}

export const FUNDED: RentalState = {
  status: "Funded",
  feeBps: 1_000n,
  depositBlock: 1n,
  since: 1_800_000_000n,
  duration: 3_600n,
  billedSeconds: 0n,
  paidSeconds: 0n,
  refundedSeconds: 0n,
  interrupted: false,
  settlingUntil: 0n,
}
const NONE: RentalState = { ...FUNDED, status: "None", since: 0n, duration: 0n }

export type Action =
  | { readonly do: "deposit" | "mine" | "poll" | "toggleNode" | "toggleHealth" | "giveUp" }
  | { readonly do: "pass"; readonly seconds: number }
  | { readonly do: "finish"; readonly ok: boolean }
  | { readonly do: "crash"; readonly hadEffect: boolean }
  | { readonly do: "renter"; readonly verb: "stop" | "dispute" | "extend"; readonly pick: number }
  | { readonly do: "reorganise"; readonly depth: number }

type Transaction = { readonly id: number; readonly sending: Sending }
type Chain = { readonly states: readonly RentalState[]; readonly pending: readonly Transaction[] }

/** What the agent stores of a rental, and what it has in memory. */
type Kept = {
  phase: Phase
  phaseSince: bigint
  running: ChangingHook | undefined
  isUnsure: boolean
  hasGivenUp: boolean
  isHealthy: boolean | undefined
  /** As the node last reported it. */
  seen: RentalState
  hasEvidence: boolean
}

export function simulate(actions: readonly Action[]) {
  let now = FUNDED.since
  let chain: Chain = { states: [], pending: [] }
  const history: Chain[] = []
  const kept: Kept[] = []
  /** On the real machine: whose workload and keys are there, and whose data. */
  const workloads = new Set<number>()
  const data = new Set<number>()
  const prepared = new Set<number>()
  const faults: string[] = []
  const world = { isNodeUp: true, isMachineHealthy: true, isOnStartHopeless: false }
  const fault = (name: string, id: number) => faults.push(`${name}: rental ${id} in ${kept[id]?.phase}`)

  const setState = (id: number, change: Partial<RentalState>) => {
    chain = { ...chain, states: chain.states.map((state, one) => (one === id ? { ...state, ...change } : state)) }
  }
  const isLive = ({ status, since, duration }: RentalState) =>
    status === "Funded" || (status === "Active" && now < since + duration)

  function mine() {
    history.push(chain)
    const { pending } = chain
    chain = { ...chain, pending: [] }
    for (const { id, sending } of pending) include(id, sending)
  }

  function include(id: number, sending: Sending) {
    const state = chain.states[id]
    if (!state) return
    const inWindow = now < state.since + OFFER.startWindow
    const closing =
      state.status === "Funded" ? state.since + OFFER.startWindow : state.since + state.duration + OFFER.challengeWindow
    if (sending.verb === "start" && state.status === "Funded" && inWindow)
      setState(id, { status: "Active", since: now })
    if (sending.verb === "decline" && state.status === "Funded" && inWindow)
      setState(id, { status: "Closed", since: now })
    if (sending.verb === "decline" && state.status === "Active" && now < state.since + state.duration) {
      // The bound of the call is what a decline costs.
      if (OFFER.bond <= waitCompensation(OFFER, state.duration)) fault("H6 interrupted", id)
    }
    if (sending.verb === "refund") {
      if (sending.refundedSeconds <= state.refundedSeconds) fault("H7 refunded twice", id)
      if (state.status === "Active" || state.status === "Disputed")
        setState(id, { refundedSeconds: sending.refundedSeconds })
    }
    if (sending.verb === "evidence") {
      const one = kept[id]
      if (one?.hasEvidence) fault("H7 evidence twice", id)
      if (one) one.hasEvidence = true
    }
    if (sending.verb === "settle" && now >= closing && state.status !== "Closed")
      setState(id, { status: "Closed", since: now })
  }

  function poll() {
    for (const [id, one] of kept.entries()) if (world.isNodeUp) one.seen = chain.states[id] ?? NONE
    for (const [id, one] of kept.entries()) {
      // As the loop does: until the phase stands still.
      for (let turn = 0; turn < 5; ++turn) {
        const before = one.phase
        step(id, one)
        if (one.phase === before) break
      }
      const isOver = entitlement(factsOf(id, one)) === "none"
      if (isOver && workloads.has(id) && one.phase !== "stopping") fault("H1 runs unpaid", id)
    }
  }

  function factsOf(id: number, one: Kept): Facts {
    return {
      now,
      isCurrent: world.isNodeUp,
      offer: OFFER,
      state: one.seen,
      phase: one.phase,
      phaseSince: one.phaseSince,
      isOccupied: kept.some((other, place) => place !== id && holdsMachine(other.phase)),
      isUnsure: one.isUnsure,
      hasGivenUp: one.hasGivenUp,
      isHealthy: one.isHealthy,
      needsRepair: one.isHealthy === false,
      downtime: 0n,
      refundedAt: undefined,
      refundLeft: undefined,
      sent: new Set<Verb>(
        chain.pending.filter((transaction) => transaction.id === id).map(({ sending }) => sending.verb),
      ),
      isHost: true,
      hasEvidence: one.hasEvidence,
      policy: POLICY,
    }
  }

  function step(id: number, one: Kept) {
    const facts = factsOf(id, one)
    const { work, send } = nextSteps(facts)
    // A command runs to its end, unless the workload is to be stopped.
    if (one.running && work.run !== one.running) {
      if (work.run !== "onStop") return
      one.running = undefined
    }
    if (work.phase !== one.phase) {
      one.phase = work.phase
      one.phaseSince = now
    }
    if (work.run === "health") one.isHealthy = world.isMachineHealthy
    else if (work.run && !one.running) begin(id, one, work.run)
    if (!send) return
    if (facts.sent.has(send.verb)) fault("H7 sent twice", id)
    if (send.verb === "start" && !(prepared.has(id) && facts.isHealthy)) fault("H2 started unready", id)
    if (send.verb === "decline" && (one.seen.status !== "Funded" || facts.sent.has("start")))
      fault("H6 declined late", id)
    chain = { ...chain, pending: [...chain.pending, { id, sending: send }] }
  }

  function begin(id: number, one: Kept, hook: ChangingHook) {
    one.running = hook
    if (hook !== "onStart") return
    one.isHealthy = undefined
    for (const other of data) if (other !== id) fault("H3 prepared before the wipe", id)
    data.add(id)
    workloads.add(id)
  }

  function finish(ok: boolean) {
    for (const [id, one] of kept.entries()) {
      const hook = one.running
      one.running = undefined
      if (hook) effect(id, one, hook, ok && !(hook === "onStart" && world.isOnStartHopeless))
    }
  }

  function effect(id: number, one: Kept, hook: ChangingHook, ok: boolean) {
    if (!ok) {
      if (hook === "onStart") one.hasGivenUp = true
      return
    }
    if (hook === "onStart") {
      prepared.add(id)
      one.isUnsure = false
      one.hasGivenUp = false
      if (one.phase === "preparing") one.phase = "ready"
    } else if (hook === "onStop") {
      workloads.delete(id)
      prepared.delete(id)
      if (one.phase === "stopping") one.phase = "stopped"
    } else {
      data.delete(id)
      if (one.phase === "wiping") one.phase = "wiped"
    }
    one.phaseSince = now
  }

  function crash(hadEffect: boolean) {
    for (const [id, one] of kept.entries()) {
      // The command may have done its work, but nothing was stored of it.
      if (hadEffect && one.running === "onStop") workloads.delete(id)
      one.running = undefined
      one.isUnsure = holdsMachine(one.phase)
      one.isHealthy = undefined
    }
  }

  function act(action: Action) {
    switch (action.do) {
      case "deposit":
        if (chain.states.some((state) => isLive(state))) return
        chain = { ...chain, states: [...chain.states, { ...FUNDED, since: now }] }
        kept.push({
          phase: "paid",
          phaseSince: now,
          running: undefined,
          isUnsure: false,
          hasGivenUp: false,
          isHealthy: undefined,
          seen: { ...FUNDED, since: now },
          hasEvidence: false,
        })
        return
      case "mine":
        return mine()
      case "poll":
        return poll()
      case "toggleNode":
        world.isNodeUp = !world.isNodeUp
        return
      case "toggleHealth":
        world.isMachineHealthy = !world.isMachineHealthy
        return
      case "giveUp":
        world.isOnStartHopeless = !world.isOnStartHopeless
        return
      case "pass":
        now += BigInt(action.seconds)
        return
      case "finish":
        return finish(action.ok)
      case "crash":
        return crash(action.hadEffect)
      case "renter": {
        const id = action.pick % Math.max(chain.states.length, 1)
        const state = chain.states[id]
        if (!state) return
        if (action.verb === "stop" && isLive(state)) setState(id, { status: "Closed", since: now })
        if (action.verb === "extend" && state.status === "Active" && isLive(state)) {
          setState(id, { duration: state.duration + 600n })
        }
        if (action.verb === "dispute" && state.status === "Active") {
          const billedSeconds = now - state.since < state.duration ? now - state.since : state.duration
          setState(id, { status: "Disputed", since: now, billedSeconds })
        }
        return
      }
      case "reorganise": {
        const kind = history[Math.max(history.length - action.depth, 0)]
        if (!kind) return
        // Transactions that lose their block wait for another one.
        const lost = chain.pending.filter((one) => !kind.pending.includes(one))
        const states = chain.states.map((_, id) => kind.states[id] ?? NONE)
        chain = { states, pending: [...kind.pending, ...lost] }
        for (const [id, one] of kept.entries()) if (chain.states[id]?.status !== "Disputed") one.hasEvidence = false
      }
    }
  }

  for (const action of actions) act(action)
  return { faults, kept, workloads, data, world, act, states: () => chain.states, now: () => now }
}
