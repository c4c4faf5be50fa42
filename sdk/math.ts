import {
  ARBITRATION_WINDOW,
  BPS,
  CONCESSION_FLOOR,
  DISPUTE_STAKE_BPS,
  EVIDENCE_WINDOW,
  MAX_BOND_MULTIPLE,
  PRICE_PERIOD,
} from "./generated/constants.ts"
import type { Offer, RentalState } from "./types.ts"

// The arithmetic of contracts/libraries/RentalMath.sol, exact to the base unit. The time is an argument.

/** Seconds that a `stop` may wait for its block before it sends the host more than `stopBound`. */
const STOP_MARGIN = 120n

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
  return state.status === "Active" ? elapsed(state, now) : state.billedSeconds
}

/**
 * Seconds billed if the renter ends a running rental: its commitment counts. Only while `Active`.
 *
 * @example
 * import { billedByRenter, cost, type Offer, type RentalState } from "@gpuflow/escrow"
 *
 * const priceOfStopping = (offer: Offer, state: RentalState, now: bigint) =>
 *   cost(offer.pricePerHour, billedByRenter(offer, state, now) - state.refundedSeconds)
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
  return cost(offer.pricePerHour, billed(state, now) - state.refundedSeconds)
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
  const covered = state.status === "Funded" || state.status === "Active" ? state.duration : state.billedSeconds
  return earned(offer, state, covered)
}

/**
 * Bond that a rental locks: the offer's, but at most 20 times the price. An extension raises it, and takes what it
 * raises from the host's free bond.
 *
 * @example
 * import { bondOf, type Offer } from "@gpuflow/escrow"
 *
 * const lockedForAnHour = (offer: Offer) => bondOf(offer, 3_600n)
 *
 * @param offer The rental's terms
 * @param duration Seconds promised
 * @returns Base units
 */
export function bondOf(offer: Offer, duration: bigint): bigint {
  return min(offer.bond, MAX_BOND_MULTIPLE * cost(offer.pricePerHour, duration))
}

/**
 * Shortest rental that locks the offer's whole bond. Extensions of a shorter one need more of the host's free bond, and
 * are refused if the host has too little.
 *
 * @example
 * import { durationCoveringBond, type Offer } from "@gpuflow/escrow"
 *
 * const minutes = (offer: Offer) => Number(durationCoveringBond(offer)) / 60 // 48 for a bond of 24 at 1.50 an hour
 *
 * @param offer The rental's terms
 * @returns Seconds. It can be longer than `maxDuration`
 */
export function durationCoveringBond(offer: Offer): bigint {
  return divideUp(divideUp(offer.bond, MAX_BOND_MULTIPLE) * PRICE_PERIOD, offer.pricePerHour)
}

/**
 * Part of the rental's bond that is still locked: all of it, unless the host ended the rental.
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
  const bond = bondOf(offer, state.duration)
  if (!state.interrupted) return bond
  return bond - (bond * (state.duration - state.billedSeconds)) / state.duration
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
  const unpaid = cost(offer.pricePerHour, state.paidSeconds) + 1n
  // Rounded up, because the price of one second less is not enough.
  const seconds = divideUp(unpaid * PRICE_PERIOD, offer.pricePerHour) + state.refundedSeconds
  return min(closing, state.since - state.billedSeconds + seconds + offer.challengeWindow)
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
  if (!offer.rolling || (state.status !== "Active" && state.status !== "Interrupted")) return state.paidSeconds
  const sinceStart = now - state.since + state.billedSeconds
  const covered = state.status === "Active" ? state.duration : state.billedSeconds
  const unchallenged = min(max(sinceStart - offer.challengeWindow, 0n), covered)
  return max(unchallenged - state.refundedSeconds, state.paidSeconds)
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
  const before = cost(offer.pricePerHour, state.paidSeconds)
  const rolled = cost(offer.pricePerHour, collectableSeconds(offer, state, now)) - before
  const earned = state.status === "Funded" ? 0n : principal
  const gross = closes ? earned : rolled
  const platform = feeOn(offer, state, gross)
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
  const refund = held(offer, { ...state, paidSeconds: disputed.paidSeconds }) - held(offer, disputed)
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
  return min(bondOf(offer, duration), cost(offer.pricePerHour, min(offer.startWindow, duration)))
}

/**
 * Part of the bond that `interrupt` would pay the renter: for the wait before the start, later for the time not served.
 * Time only lowers it.
 *
 * @example
 * import { interruptCompensation, type Rental, type RentalState } from "@gpuflow/escrow"
 *
 * const price = ({ offer }: Rental, state: RentalState, now: bigint) => interruptCompensation(offer, state, now)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp
 * @returns Base units. 0 also for a status without `interrupt`
 */
export function interruptCompensation(offer: Offer, state: RentalState, now: bigint): bigint {
  if (state.status === "Funded") return waitCompensation(offer, state.duration)
  if (state.status !== "Active") return 0n
  return (bondOf(offer, state.duration) * (state.duration - elapsed(state, now))) / state.duration
}

/**
 * Timestamp until which the renter concedes a dispute for free: at least a day from the host's latest refund in the
 * dispute, which is its offer to settle.
 *
 * @example
 * import { freeToConcedeUntil, type RentalState } from "@gpuflow/escrow"
 *
 * const isFree = (state: RentalState, now: bigint) => now < freeToConcedeUntil(state)
 *
 * @param state The rental's state
 * @returns Timestamp, after the last one of the dispute if nothing is contested any more. 0: conceding is not free
 */
export function freeToConcedeUntil(state: RentalState): bigint {
  if (state.status !== "Disputed" || state.settlingUntil === 0n) return 0n
  return state.since + state.settlingUntil * 60n
}

/**
 * Part of the stake that conceding a dispute would cost the renter. It starts at a tenth, grows with time, and is all of
 * the stake from the first possible ruling on.
 *
 * @example
 * import { forfeitedStake, type Rental, type RentalState, stakeOf } from "@gpuflow/escrow"
 *
 * const price = ({ offer }: Rental, state: RentalState, now: bigint) =>
 *   forfeitedStake(state, stakeOf(offer, state, now), now)
 *
 * @param state The rental's state
 * @param stake Base units, of `stakeOf`
 * @param now Timestamp
 * @returns Base units. 0: conceding is free, or the rental is not disputed
 */
export function forfeitedStake(state: RentalState, stake: bigint, now: bigint): bigint {
  if (state.status !== "Disputed" || now < freeToConcedeUntil(state)) return 0n
  return (stake * min(max(now - state.since, 0n) + CONCESSION_FLOOR, EVIDENCE_WINDOW)) / EVIDENCE_WINDOW
}

/**
 * What a ruling would send to each side: the contested amount, the stake, and the bond, each by the same share.
 *
 * @example
 * import { type Rental, type RentalState, rulingPayout } from "@gpuflow/escrow"
 *
 * const half = ({ offer }: Rental, state: RentalState) => rulingPayout(offer, state, 5_000n)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param hostBps The host's share, in basis points
 * @returns Base units. `toHost` is the price net of the fee, `toRenter` the rest of the price; `bondToHost` returns to the
 * host's free bond. All zeros unless the rental is disputed
 */
export function rulingPayout(offer: Offer, state: RentalState, hostBps: bigint): rulingPayout.ReturnType {
  const disputed: RentalState = state.status === "Disputed" ? state : { ...state, status: "Closed" }
  const [price, stake, bond] = [held(offer, disputed), stakeIn(offer, disputed), bondLocked(offer, disputed)]
  const gross = (price * hostBps) / BPS
  const platform = feeOn(offer, state, gross)
  const stakeToHost = (stake * hostBps) / BPS
  const bondToRenter = (bond * (BPS - hostBps)) / BPS
  return {
    toHost: gross - platform,
    fee: platform,
    toRenter: price - gross,
    stakeToHost,
    stakeToRenter: stake - stakeToHost,
    bondToRenter,
    bondToHost: bond - bondToRenter,
  }
}

export declare namespace rulingPayout {
  type ReturnType = {
    readonly toHost: bigint
    readonly fee: bigint
    readonly toRenter: bigint
    readonly stakeToHost: bigint
    readonly stakeToRenter: bigint
    readonly bondToRenter: bigint
    readonly bondToHost: bigint
  }
}

/**
 * What `stop` would send the host's payee: the principal earned and not yet paid, net of the fee, and in a dispute the
 * part of the stake that the renter loses.
 *
 * @example
 * import { type Rental, type RentalState, stopPayout } from "@gpuflow/escrow"
 *
 * const toHost = ({ offer }: Rental, state: RentalState, now: bigint) => stopPayout(offer, state, now)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp
 * @returns Base units. 0 also for a status without `stop`
 */
export function stopPayout(offer: Offer, state: RentalState, now: bigint): bigint {
  if (isOver(state) || state.status === "Funded") return 0n
  const gross = state.status === "Active" ? earned(offer, state, billedByRenter(offer, state, now)) : held(offer, state)
  return gross - feeOn(offer, state, gross) + forfeitedStake(state, stakeOf(offer, state, now), now)
}

/**
 * The most that `stop` may send the host's payee if it is included within two minutes, even behind an extension. This is
 * the default of `maxToHost`. Where time must not make it dearer, there is no margin: before the start, and while
 * conceding is free.
 *
 * @example
 * import { type Rental, type RentalState, stopBound } from "@gpuflow/escrow"
 *
 * const maxToHost = ({ offer }: Rental, state: RentalState, now: bigint) => stopBound(offer, state, now)
 *
 * @param offer The rental's terms
 * @param state The rental's state
 * @param now Timestamp of the latest block
 * @returns Base units
 */
export function stopBound(offer: Offer, state: RentalState, now: bigint): bigint {
  const isExtendable = state.status === "Active" && now < state.since + state.duration
  const duration = isExtendable ? offer.maxDuration : state.duration
  const isFree = now < freeToConcedeUntil(state)
  return stopPayout(offer, { ...state, duration }, isFree ? now : now + STOP_MARGIN)
}

function isDisputable(offer: Offer, state: RentalState, now: bigint): boolean {
  return (state.status === "Active" || state.status === "Interrupted") && now < closesAt(offer, state)
}

/** The state after a dispute: rolling payments are made, and a running rental ends. */
function contested(offer: Offer, state: RentalState, now: bigint): RentalState {
  const paidSeconds = collectableSeconds(offer, state, now)
  const billedSeconds = state.status === "Active" ? billedByRenter(offer, state, now) : state.billedSeconds
  return { ...state, status: "Disputed", paidSeconds, billedSeconds }
}

function stakeIn(offer: Offer, state: RentalState): bigint {
  return ((held(offer, state) + bondLocked(offer, state)) * DISPUTE_STAKE_BPS) / BPS
}

/** The principal that the host has earned with these seconds, less what rolling settlements have paid. */
function earned(offer: Offer, state: RentalState, seconds: bigint): bigint {
  return cost(offer.pricePerHour, seconds - state.refundedSeconds) - cost(offer.pricePerHour, state.paidSeconds)
}

/** The fee on what the host has earned after the rolling settlements. */
function feeOn(offer: Offer, state: RentalState, gross: bigint): bigint {
  const before = cost(offer.pricePerHour, state.paidSeconds)
  return fee(before + gross, state.feeBps) - fee(before, state.feeBps)
}

function isOver({ status }: RentalState): boolean {
  return status === "None" || status === "Closed"
}

function divideUp(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
