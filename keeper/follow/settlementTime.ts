import { closesAt, cost, type Offer, PRICE_PERIOD, type RentalState } from "@gpuflow/escrow"

/** What must be payable before a rolling payout is worth its gas. */
type RollingThreshold = {
  readonly seconds: bigint
  /** Base units, before the fee. */
  readonly minimum: bigint
}

/** The timestamp from which a rental can be settled if no party acts. Returns nothing for a rental that is over. */
export function settlementTime(offer: Offer, state: RentalState, threshold: RollingThreshold): bigint | undefined {
  if (state.status === "None" || state.status === "Closed") return undefined
  const closing = closesAt(offer, state)
  if (!offer.rolling || (state.status !== "Active" && state.status !== "Interrupted")) return closing

  const secondsOfMinimum = secondsWorth(offer, state, larger(threshold.minimum, 1n))
  const slice = larger(threshold.seconds, secondsOfMinimum)
  // As in `collectableSeconds`: time older than the challenge window is payable, except what was refunded.
  const payable =
    state.since - state.billedSeconds + offer.challengeWindow + state.refundedSeconds + state.paidSeconds + slice
  return payable < closing ? payable : closing
}

/** The number of seconds, after those already paid, whose price is at least the amount. */
function secondsWorth({ pricePerHour }: Offer, { paidSeconds }: RentalState, amount: bigint): bigint {
  const target = cost(pricePerHour, paidSeconds) + amount
  return (target * PRICE_PERIOD + pricePerHour - 1n) / pricePerHour - paidSeconds
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
