import { FEE_BPS } from "../support/escrow.ts"
import { cost, type Offer } from "../support/offer.ts"

/** How a rental that no arbiter ruled on went, in the protocol page's words. */
export interface Life {
  readonly offer: Offer
  /** Seconds promised. */
  readonly duration: bigint
  /** Seconds billed; 0 if it never started. */
  readonly billed: bigint
  /** Seconds that the host gave back. */
  readonly refunded: bigint
  /** Why part of the bond went to the renter. */
  readonly failure: "none" | "not started" | "interrupted"
}

/** What everybody has of it in the end, whatever was paid when. */
export interface Shares {
  readonly host: bigint
  readonly fee: bigint
  readonly renter: bigint
  readonly bondLost: bigint
}

/** Section 6 of the protocol page as totals: no slices, no states, no clock. */
export function sharesOf({ offer, duration, billed, refunded, failure }: Life): Shares {
  const earned = cost(offer, billed - refunded)
  const fee = (earned * FEE_BPS) / 10_000n
  const wait = min(offer.bond, cost(offer, min(offer.startWindow, duration)))
  const unserved = (offer.bond * (duration - billed)) / duration
  const bondLost = { none: 0n, "not started": wait, interrupted: unserved }[failure]
  return { host: earned - fee, fee, renter: cost(offer, duration) - earned + bondLost, bondLost }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
