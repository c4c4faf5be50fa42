// What can happen to the money of a rental that is not paid yet, by the contract's own arithmetic.
import {
  billedByRenter,
  bondOf,
  cost,
  fee,
  interruptCompensation,
  type Offer,
  type RentalState,
  stakeOf,
  waitCompensation,
} from "@gpuflow/escrow"

import type { Part } from "../../ui/SplitBar.tsx"

export type Outcome = {
  readonly kind: "all" | "stop" | "hostEnds" | "noShow" | "dispute"
  /** Base units of each part. */
  readonly parts: Partial<Readonly<Record<Part, bigint>>>
}

export type Outcomes = {
  readonly price: bigint
  /** The platform's part if all of it is used. */
  readonly fee: bigint
  readonly bond: bigint
  /** Billed even if the renter stops at once. */
  readonly commitment: bigint
  readonly stake: bigint
  /** Seconds after which the examples end early. */
  readonly early: bigint
  readonly list: readonly Outcome[]
}

type Terms = { readonly offer: Offer; readonly duration: bigint; readonly feeBps: bigint }

export function outcomesOf({ offer, duration, feeBps }: Terms): Outcomes {
  const running: RentalState = {
    ...{ status: "Active", feeBps, depositBlock: 0n, since: 0n, duration, billedSeconds: 0n, paidSeconds: 0n },
    ...{ refundedSeconds: 0n, interrupted: false, settlingUntil: 0n },
  }
  const price = cost(offer.pricePerHour, duration)
  const early = earlyEnd(duration)
  const shares = (billed: bigint) => {
    const gross = cost(offer.pricePerHour, billed)
    const platform = fee(gross, feeBps)
    return { host: gross - platform, fee: platform, you: price - gross }
  }
  const list: readonly Outcome[] = [
    { kind: "all", parts: shares(duration) },
    { kind: "stop", parts: shares(billedByRenter(offer, running, early)) },
    { kind: "hostEnds", parts: { ...shares(early), bond: interruptCompensation(offer, running, early) } },
    ...(offer.startWindow > 0n
      ? [{ kind: "noShow" as const, parts: { you: price, bond: waitCompensation(offer, duration) } }]
      : []),
    { kind: "dispute", parts: { open: price + bondOf(offer, duration) } },
  ]
  return {
    ...{ price, fee: fee(price, feeBps), bond: bondOf(offer, duration), early, list },
    commitment: cost(offer.pricePerHour, offer.minDuration < duration ? offer.minDuration : duration),
    stake: stakeOf(offer, running, duration),
  }
}

/** Somewhat before the middle, in a round number of hours or minutes. */
function earlyEnd(duration: bigint): bigint {
  const wanted = (duration * 3n) / 8n
  const unit = wanted >= 3_600n ? 3_600n : wanted >= 60n ? 60n : 1n
  return (wanted / unit) * unit || 1n
}
