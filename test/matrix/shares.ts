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
  /** If the renter disputed: the seconds that rolling payments had paid before. */
  readonly disputed?: { readonly paid: bigint }
}

/** What everybody has of it in the end, whatever was paid when; the renter without the stake that it brought along. */
export interface Shares {
  readonly host: bigint
  readonly fee: bigint
  readonly renter: bigint
  readonly bondLost: bigint
}

/** Section 6 of the protocol page as totals: no slices, no states, no clock. */
export function sharesOf({ offer, duration, billed, refunded, failure, disputed }: Life): Shares {
  const earned = cost(offer, billed - refunded)
  const fee = (earned * FEE_BPS) / 10_000n
  const bond = min(offer.bond, 20n * cost(offer, duration))
  const wait = min(bond, cost(offer, min(offer.startWindow, duration)))
  const unserved = (bond * (duration - billed)) / duration
  const bondLost = { none: 0n, "not started": wait, interrupted: unserved }[failure]
  const stake = disputed ? ((earned - cost(offer, disputed.paid) + bond - bondLost) * 500n) / 10_000n : 0n
  const stakeLost = (stake * 8640n) / 86_400n
  const renter = cost(offer, duration) - earned + bondLost - stakeLost
  return { host: earned - fee + stakeLost, fee, renter, bondLost }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
