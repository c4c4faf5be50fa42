// Lays what the contract did beside what the model says, to the last unit.
import type { Step } from "./calls.ts"
import { type Played, readLogs } from "./contracts.ts"
import { type Log, type Model, type Outcome, STATUS } from "./model.ts"
import { type Word, words } from "./words.ts"

export type Prediction = { readonly outcome: Outcome; readonly seen: string }

/** All that the lens shows after a step, as the model knows it, in the lens's order. */
export function look(model: Model, step: Step): string {
  let seen = ""
  sights(model, step, (_, value) => {
    seen += words(value)
  })
  return seen
}

function sights(model: Model, step: Step, show: (label: string, value: Word) => void): void {
  const { token, at } = step
  const market = model.market(token)
  show("market.arbiter", market.arbiter)
  show("market.feeBps", market.feeBps)
  show("market.open", market.open)
  show("fees", model.fee(token))
  const real = model.isToken(token)
  if (real) show("escrow's balance", model.balance(token, model.escrow))
  if (step.rentals.length === 0) {
    show("treasury", model.treasury)
    show("guardian", model.guardian)
  }
  for (const account of step.accounts) {
    show(`credit of ${account}`, model.credit(token, account))
    if (real) show(`balance of ${account}`, model.balance(token, account))
  }
  for (const account of step.hosts) {
    const host = model.host(account)
    show(`signer of ${account}`, host.signer)
    show(`epoch of ${account}`, host.epoch)
    show(`feeBps of ${account}`, host.feeBps)
    show(`bond of ${account}`, model.bond(token, account))
  }
  for (const rental of step.rentals) {
    const state = model.stateOf(rental.id)
    const of = ` of rental ${rental.id.slice(0, 8)}`
    show(`status${of}`, STATUS[state.status])
    const { status: _, ...stored } = state
    for (const [name, value] of Object.entries(stored)) show(name + of, value)
    if (!step.views) continue
    const machine = model.machine(rental.offer.host, rental.offer.machine)
    const due = model.due(rental, at)
    for (const name of ["busyUntil", "nonce", "depositBlock"] as const) show(`machine.${name}${of}`, machine[name])
    show(`accrued${of}`, model.accrued(rental, at))
    for (const name of ["toHost", "fee", "toRenter"] as const) show(`due.${name}${of}`, due[name])
    show(`stakeOf${of}`, model.stakeOf(rental, at))
    show(`exitAt${of}`, model.exitAt(rental))
  }
}

/** The first thing in which contract and model differ; undefined: none. The model must still stand after this step. */
export function difference(prediction: Prediction, played: Played): string | undefined {
  const { outcome } = prediction
  if (!outcome.ok) {
    const expected = [...outcome.errors.values()].join(" or ")
    if (played.ok) return `the call succeeded; expected ${expected}`
    if (!outcome.errors.has(played.returned)) return `reverted with 0x${played.returned}; expected ${expected}`
  } else {
    if (!played.ok) return `reverted with 0x${played.returned}; expected success`
    if (played.returned !== outcome.returned) {
      return `returned 0x${played.returned}; expected 0x${outcome.returned}`
    }
    const logs = readLogs(played.logs)
    const event = differentEvent(outcome.logs, logs.wires)
    if (event !== undefined) return event
    if (logs.credited.join() !== outcome.credited.join()) {
      return `credited ${logs.credited.join()}; expected ${outcome.credited.join()}`
    }
  }
  return prediction.seen === played.seen ? undefined : "what is seen afterwards differs"
}

function differentEvent(expected: readonly Log[], wires: readonly string[]): string | undefined {
  for (let i = 0; i < Math.max(expected.length, wires.length); ++i) {
    const [wanted, found] = [expected[i], wires[i]]
    if (wanted?.wire !== found) {
      const nothing = "nothing"
      return `event ${i} is ${found ?? nothing}; expected ${wanted?.signature ?? nothing} ${wanted?.wire ?? ""}`
    }
  }
  return undefined
}

/** Names the first word in which the lens and the model, both right after this step, differ. */
export function firstDifferentSight(model: Model, step: Step, seen: string): string {
  let at = 0
  let found: string | undefined
  sights(model, step, (label, value) => {
    const actual = seen.slice(at, at + 64)
    at += 64
    if (found === undefined && actual !== words(value)) {
      found = `${label} is ${BigInt(`0x${actual || "0"}`)} (0x${actual}); expected ${words(value)} ${value}`
    }
  })
  return found ?? `the lens showed ${seen.length / 64} words; expected ${at / 64}`
}
