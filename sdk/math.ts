import { ARBITRATION_WINDOW, BPS, DISPUTE_STAKE_BPS, PRICE_PERIOD } from "./generated/constants.ts"
import type { Offer, RentalState } from "./types.ts"

// The arithmetic of contracts/libraries/RentalMath.sol, exact to the base unit. The time is an argument.

/**
 * Price of a number of seconds.
 *
 * @example
 * import { cost } from "@gpuflow/escrow"
 *
 * const price = cost(1_500_000n, 5_400n) // 1.50 an hour, for an hour and a half: 2_250_000n
 *
 * @param pricePerHour Base units per hour
 * @param seconds Seconds
 * @returns Base units
 */
export function cost(pricePerHour: bigint, seconds: bigint): bigint {
  return (pricePerHour * seconds) / PRICE_PERIOD
}

/**
 * Platform fee on a gross amount.
 *
 * @example
 * import { fee } from "@gpuflow/escrow"
 *
 * const platform = fee(2_250_000n, 1_000n) // 10 %: 225_000n
 *
 * @param gross Base units earned
 * @param feeBps Basis points
 * @returns Base units
 */
export function fee(gross: bigint, feeBps: bigint): bigint {
  return (gross * feeBps) / BPS
}

/**
 * Seconds since the start, the promised duration at most. Only while `Active`.
 *
 * @example
 * import { elapsed, type RentalState } from "@gpuflow/escrow"
 *
 * const served = (state: RentalState) => elapsed(state, BigInt(Math.floor(Date.now() / 1000)))
 *
 * @param state The rental's state
 * @param now Timestamp; one before the start counts as the start
 * @returns Seconds
 */
export function elapsed(state: RentalState, now: bigint): bigint {
  const passed = now > state.since ? now - state.since : 0n
  return min(passed, state.duration)
}

/**
 * Seconds that the host has earned, refunds not yet taken off: by the clock while `Active`, frozen at the end.
 *
 * @example
 * import { billed, type RentalState } from "@gpuflow/escrow"
 *
 * const seconds = (state: RentalState) => billed(state, BigInt(Math.floor(Date.now() / 1000)))
 *
 * @param state The rental's state
 * @param now Timestamp
 * @returns Seconds
 */
export function billed(state: RentalState, now: bigint): bigint {
  return state.status === "Active" ? elapsed(state, now) : state.served
}

/**
 * Seconds billed if the renter ends a running rental: its commitment counts. Only while `Active`.
 *
 * @example
 * import { billedByRenter, cost, type Offer, type RentalState } from "@gpuflow/escrow"
 *
 * const priceOfStopping = (offer: Offer, state: RentalState, now: bigint) =>
 *   cost(offer.pricePerHour, billedByRenter(offer, state, now) - state.refunded)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp
 * @returns Seconds
 */
export function billedByRenter(offer: Offer, state: RentalState, now: bigint): bigint {
  return min(max(elapsed(state, now), offer.minDuration), state.duration)
}

/**
 * Gross price earned so far.
 *
 * @example
 * import { accrued, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const meter = ({ offer }: Rental, state: RentalState) => accrued(offer, state, BigInt(Math.floor(Date.now() / 1000)))
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp
 * @returns Base units
 */
export function accrued(offer: Offer, state: RentalState, now: bigint): bigint {
  return cost(offer.pricePerHour, billed(state, now) - state.refunded)
}

/**
 * Principal in the escrow.
 *
 * @example
 * import { held, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const locked = ({ offer }: Rental, state: RentalState) => held(offer, state)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @returns Base units
 */
export function held(offer: Offer, state: RentalState): bigint {
  if (isOver(state)) return 0n
  const covered = state.status === "Funded" || state.status === "Active" ? state.duration : state.served
  return cost(offer.pricePerHour, covered - state.refunded) - cost(offer.pricePerHour, state.paid)
}

/**
 * Part of the bond that is still locked: all of it, unless the host ended the rental.
 *
 * @example
 * import { bondLocked, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const collateral = ({ offer }: Rental, state: RentalState) => bondLocked(offer, state)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @returns Base units
 */
export function bondLocked(offer: Offer, state: RentalState): bigint {
  if (isOver(state)) return 0n
  if (!state.interrupted) return offer.bond
  return offer.bond - (offer.bond * (state.duration - state.served)) / state.duration
}

/**
 * Timestamp from which only the closing settlement is left.
 *
 * @example
 * import { closesAt, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const dueAt = ({ offer }: Rental, state: RentalState) => new Date(Number(closesAt(offer, state)) * 1000)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @returns Timestamp. 0: there will be none
 */
export function closesAt(offer: Offer, state: RentalState): bigint {
  switch (state.status) {
    case "Funded":
      return state.since + offer.startWindow
    case "Active":
      return state.since + state.duration + offer.challengeWindow
    case "Interrupted":
      return state.since + offer.challengeWindow
    case "Disputed":
      return state.since + ARBITRATION_WINDOW
    case "None":
    case "Closed":
      return 0n
  }
}

/**
 * Timestamp from which `settle` moves something if no one acts: the closing or, for a rolling offer, the first second
 * whose price exceeds what the host was paid.
 *
 * @example
 * import { dueAt, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const next = ({ offer }: Rental, state: RentalState) => new Date(Number(dueAt(offer, state)) * 1000)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @returns Timestamp. 0: nothing will become due
 */
export function dueAt(offer: Offer, state: RentalState): bigint {
  const closing = closesAt(offer, state)
  if (!offer.rolling || (state.status !== "Active" && state.status !== "Interrupted")) return closing
  const unpaid = cost(offer.pricePerHour, state.paid) + 1n
  // Rounded up, because the price of one second less is not enough.
  const seconds = (unpaid * PRICE_PERIOD + offer.pricePerHour - 1n) / offer.pricePerHour + state.refunded
  return min(closing, state.since - state.served + seconds + offer.challengeWindow)
}

/**
 * Latest time by which the money can be released without the other party's cooperation, even if there is a dispute.
 *
 * @example
 * import { exitAt, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const latest = ({ offer }: Rental, state: RentalState) => new Date(Number(exitAt(offer, state)) * 1000)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @returns Timestamp. 0: nothing is held
 */
export function exitAt(offer: Offer, state: RentalState): bigint {
  const closing = closesAt(offer, state)
  if (state.status === "Funded") return closing + state.duration + offer.challengeWindow + ARBITRATION_WINDOW
  if (state.status === "Active" || state.status === "Interrupted") return closing + ARBITRATION_WINDOW
  return closing
}

/**
 * Seconds that the host of a rolling offer may collect before the end: those older than the challenge window, less
 * refunded ones, and never less than those already paid.
 *
 * @example
 * import { collectableSeconds, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const payable = ({ offer }: Rental, state: RentalState, now: bigint) => collectableSeconds(offer, state, now)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp
 * @returns Seconds. If the offer does not roll or the rental is not running, those already paid
 */
export function collectableSeconds(offer: Offer, state: RentalState, now: bigint): bigint {
  if (!offer.rolling || (state.status !== "Active" && state.status !== "Interrupted")) return state.paid
  const sinceStart = now - state.since + state.served
  const covered = state.status === "Active" ? state.duration : state.served
  const unchallenged = min(max(sinceStart - offer.challengeWindow, 0n), covered)
  return max(unchallenged - state.refunded, state.paid)
}

/**
 * Principal that `settle` would move.
 *
 * @example
 * import { due, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const payable = ({ offer }: Rental, state: RentalState) => due(offer, state, BigInt(Math.floor(Date.now() / 1000)))
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp
 * @returns Base units to the host, to the platform and to the renter. All zeros: nothing is due
 */
export function due(offer: Offer, state: RentalState, now: bigint): due.ReturnType {
  if (isOver(state)) return { toHost: 0n, fee: 0n, toRenter: 0n }
  const closes = now >= closesAt(offer, state)
  const principal = held(offer, state)
  const before = cost(offer.pricePerHour, state.paid)
  const rolled = cost(offer.pricePerHour, collectableSeconds(offer, state, now)) - before
  const earned = state.status === "Funded" ? 0n : principal
  const gross = closes ? earned : rolled
  const platform = fee(before + gross, state.feeBps) - fee(before, state.feeBps)
  return { toHost: gross - platform, fee: platform, toRenter: closes ? principal - gross : 0n }
}

export declare namespace due {
  type ReturnType = { readonly toHost: bigint; readonly fee: bigint; readonly toRenter: bigint }
}

/**
 * The renter's stake in a dispute, or in a dispute made now: 5 % of the contested amount and of the bond still locked.
 *
 * @example
 * import { type Rental, type RentalState, stakeOf } from "@gpuflow/escrow"
 *
 * const price = ({ offer }: Rental, state: RentalState, now: bigint) => stakeOf(offer, state, now)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp
 * @returns Base units. 0: nothing can be disputed
 */
export function stakeOf(offer: Offer, state: RentalState, now: bigint): bigint {
  if (state.status === "Disputed") return stakeIn(offer, state)
  return isDisputable(offer, state, now) ? stakeIn(offer, contested(offer, state, now)) : 0n
}

/**
 * Part of the stake that the refund of a dispute does not cover, and that its sender pays.
 *
 * @example
 * import { type Rental, type RentalState, stakeShortfall } from "@gpuflow/escrow"
 *
 * const toApprove = ({ offer }: Rental, state: RentalState, now: bigint) => stakeShortfall(offer, state, now)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp; for a running rental the shortfall grows with it
 * @returns Base units. 0: nothing can be disputed
 */
export function stakeShortfall(offer: Offer, state: RentalState, now: bigint): bigint {
  if (!isDisputable(offer, state, now)) return 0n
  const disputed = contested(offer, state, now)
  const refund = held(offer, { ...state, paid: disputed.paid }) - held(offer, disputed)
  return max(stakeIn(offer, disputed) - refund, 0n)
}

/**
 * Part of the bond that the renter gets for waiting, if the host declines or does not start.
 *
 * @example
 * import { type Offer, waitCompensation } from "@gpuflow/escrow"
 *
 * const forAnHour = (offer: Offer) => waitCompensation(offer, 3_600n)
 *
 * @param offer The rental's terms
 * @param duration Seconds promised
 * @returns Base units
 */
export function waitCompensation(offer: Offer, duration: bigint): bigint {
  return min(offer.bond, cost(offer.pricePerHour, min(offer.startWindow, duration)))
}

function isDisputable(offer: Offer, state: RentalState, now: bigint): boolean {
  return (state.status === "Active" || state.status === "Interrupted") && now < closesAt(offer, state)
}

/** The state after a dispute: rolling payments are made, and a running rental ends. */
function contested(offer: Offer, state: RentalState, now: bigint): RentalState {
  const paid = collectableSeconds(offer, state, now)
  const served = state.status === "Active" ? billedByRenter(offer, state, now) : state.served
  return { ...state, status: "Disputed", paid, served }
}

function stakeIn(offer: Offer, state: RentalState): bigint {
  return ((held(offer, state) + bondLocked(offer, state)) * DISPUTE_STAKE_BPS) / BPS
}

function isOver({ status }: RentalState): boolean {
  return status === "None" || status === "Closed"
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
