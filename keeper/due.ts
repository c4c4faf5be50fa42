// When a rental is worth a visit, and for how long a failing one is left alone: pure.
import { closesAt, cost, type Offer, PRICE_PERIOD, type RentalState } from "@gpuflow/escrow"

/** What a rolling payout must amount to before its end is due, to be worth its gas. */
export type Rolling = {
  readonly seconds: bigint
  /** Base units, before the fee. */
  readonly minimum: bigint
}

/** Timestamp from which a rental is to be settled, if nobody acts; nothing if it is over. */
export function visitAt(offer: Offer, state: RentalState, rolling: Rolling): bigint | undefined {
  if (state.status === "None" || state.status === "Closed") return undefined
  const closing = closesAt(offer, state)
  if (!offer.rolling || (state.status !== "Active" && state.status !== "Interrupted")) return closing

  const slice = larger(rolling.seconds, secondsWorth(offer, state, larger(rolling.minimum, 1n)))
  // As in `collectableSeconds`: what is older than the challenge window, less what was given back.
  const collectable = state.since - state.served + offer.challengeWindow + state.refunded + state.paid + slice
  return collectable < closing ? collectable : closing
}

/** Seconds after those already paid whose price is at least the amount. */
function secondsWorth({ pricePerHour }: Offer, { paid }: RentalState, amount: bigint): bigint {
  const wanted = cost(pricePerHour, paid) + amount
  return (wanted * PRICE_PERIOD + pricePerHour - 1n) / pricePerHour - paid
}

const LONGEST_PAUSE = 3_600_000
/** What has failed in a block has cost gas, and costs it again. */
export const LONGEST_PAUSE_PAID = 24 * LONGEST_PAUSE

/** Milliseconds for which what has failed so many times is put aside: one poll, two, four, … an hour at most. */
export function asideFor(failures: number, pollInterval: number, longest = LONGEST_PAUSE): number {
  return failures === 0 ? 0 : Math.min(pollInterval * 2 ** (failures - 1), longest)
}

/** Neighbours with the same token and payee are paid in one transfer. */
export function byPayee(a: { readonly offer: Offer }, b: { readonly offer: Offer }): number {
  return keyOf(a.offer) < keyOf(b.offer) ? -1 : 1
}

const keyOf = ({ token, payee }: Offer) => `${token}${payee}`.toLowerCase()
const larger = (a: bigint, b: bigint) => (a > b ? a : b)
