// What happens next with a rental, and when.
import { billedByRenter, closesAt, cost, EVIDENCE_WINDOW, held, type Rental, type RentalState } from "@gpuflow/escrow"

/**
 * `start`: the host has until then. `noShow`: it did not start, so the renter gets everything back. `end`: the time is used up. `dispute`: the renter can dispute until then. `evidence`:
 * both sides say their part. `ruling`: the arbiter has until then. `payout`: anyone can have it paid out.
 */
export type NextKind = "start" | "noShow" | "end" | "dispute" | "evidence" | "ruling" | "payout"
export type Next = { readonly kind: NextKind; readonly at: bigint }
type Of = { readonly rental: Rental; readonly state: RentalState }

/** Undefined once it is closed. */
export function nextOf({ rental: { offer }, state }: Of, now: bigint): Next | undefined {
  const { status, since, duration } = state
  const closing = closesAt(offer, state)
  if (status === "None" || status === "Closed") return undefined
  if (status === "Funded") return { kind: now < closing ? "start" : "noShow", at: closing }
  if (now >= closing) return { kind: "payout", at: closing }
  if (status === "Active" && now < since + duration) return { kind: "end", at: since + duration }
  if (status !== "Disputed") return { kind: "dispute", at: closing }
  const ruling = since + EVIDENCE_WINDOW
  return now < ruling ? { kind: "evidence", at: ruling } : { kind: "ruling", at: closing }
}

/** By the next deadline. What is due already comes first. */
export function byDeadline<one extends Of>(rentals: readonly one[], now: bigint): readonly one[] {
  const at = (of: one) => nextOf(of, now)?.at ?? 0n
  return rentals.toSorted((a, b) => Number(at(a) - at(b)))
}

export type OpenMoney = {
  /** What the renter has locked in all. */
  readonly locked: bigint
  /** Billed, if the renter ended it now. */
  readonly billed: bigint
  /** What would come back then. */
  readonly back: bigint
}

export function openMoney({ rental: { offer }, state }: Of, now: bigint): OpenMoney {
  const price = (seconds: bigint) => cost(offer.pricePerHour, seconds)
  const locked = price(state.duration - state.refundedSeconds)
  if (state.status === "Funded") return { locked, billed: 0n, back: held(offer, state) }
  const seconds = state.status === "Active" ? billedByRenter(offer, state, now) : state.billedSeconds
  const billed = price(seconds - state.refundedSeconds)
  const left = held(offer, state) - (billed - price(state.paidSeconds))
  return { locked, billed, back: left > 0n ? left : 0n }
}
