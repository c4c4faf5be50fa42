// Where the money of a rental is, by the contract's own arithmetic.
import {
  billedByRenter,
  collectableSeconds,
  cost,
  fee,
  forfeitedStake,
  held,
  interruptCompensation,
  type Offer,
  type Rental,
  type RentalState,
  stakeOf,
  stakeShortfall,
  stopBound,
  stopPayout,
} from "@gpuflow/escrow"

import { openMoney } from "../rentals/rentalNext.ts"

export type Found = { readonly rental: Rental; readonly state: RentalState }

/** What a stop, or giving up a dispute, would do now. */
type StopMoney = {
  readonly billed: bigint
  /** All that was locked for the renter's time, less what the host gave back. */
  readonly locked: bigint
  readonly toHost: bigint
  readonly fee: bigint
  readonly back: bigint
  /** The most that the host may get, or nothing happens. */
  readonly bound: bigint
  /** The part of the stake that giving up loses. */
  readonly forfeited: bigint
}

export function stopMoney(found: Found, now: bigint): StopMoney {
  const { rental, state } = found
  const { offer } = rental
  const { billed, locked, back } = openMoney(found, now)
  const stake = state.status === "Disputed" ? stakeOf(offer, state, now) : 0n
  const forfeited = forfeitedStake(state, stake, now)
  const toHost = stopPayout(offer, state, now) + paidBefore(offer, state)
  return {
    ...{ billed, locked, forfeited, toHost, bound: stopBound(offer, state, now) },
    fee: fee(billed, state.feeBps),
    back: back + stake - forfeited,
  }
}

/** What rolling settlements have paid the host so far, net of the fee. */
function paidBefore(offer: Offer, { paidSeconds, feeBps }: RentalState): bigint {
  const gross = cost(offer.pricePerHour, paidSeconds)
  return gross - fee(gross, feeBps)
}

/** What a dispute would do now. */
type DisputeMoney = {
  /** Comes back at once. */
  readonly back: bigint
  readonly stake: bigint
  /** What the renter has to pay in, because the refund does not cover the stake. */
  readonly toPay: bigint
  /** What the arbiter decides about. */
  readonly contested: bigint
}

export function disputeMoney({ rental: { offer }, state }: Found, now: bigint): DisputeMoney {
  const paidSeconds = collectableSeconds(offer, state, now)
  const billedSeconds = state.status === "Active" ? billedByRenter(offer, state, now) : state.billedSeconds
  const contested = held(offer, { ...state, status: "Disputed", billedSeconds, paidSeconds })
  const refund = held(offer, { ...state, paidSeconds }) - contested
  const stake = stakeOf(offer, state, now)
  return { back: refund > stake ? refund - stake : 0n, stake, toPay: stakeShortfall(offer, state, now), contested }
}

/** What ending it as the host would do now. */
type EndMoney = {
  readonly toRenter: bigint
  readonly fromBond: bigint
  readonly toHost: bigint
  readonly fee: bigint
}

export function endMoney({ rental: { offer }, state }: Found, now: bigint): EndMoney {
  const fromBond = interruptCompensation(offer, state, now)
  if (state.status === "Funded") {
    return { toRenter: cost(offer.pricePerHour, state.duration), fromBond, toHost: 0n, fee: 0n }
  }
  const seconds = served(state, now)
  const gross = cost(offer.pricePerHour, seconds - state.refundedSeconds)
  const platform = fee(gross, state.feeBps)
  const locked = cost(offer.pricePerHour, state.duration - state.refundedSeconds)
  return { toRenter: locked - gross, fromBond, toHost: gross - platform, fee: platform }
}

/** Seconds since the start, at most those that were promised. The minimum binds the renter alone. */
export function served(state: RentalState, now: bigint): bigint {
  const passed = now > state.since ? now - state.since : 0n
  return passed < state.duration ? passed : state.duration
}
