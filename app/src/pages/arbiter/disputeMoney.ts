// What a ruling decides about, and who would get what of it.
import {
  ARBITRATION_WINDOW,
  bondLocked,
  EVIDENCE_WINDOW,
  held,
  type Rental,
  type RentalState,
  rulingPayout,
  stakeOf,
} from "@gpuflow/escrow"

type Found = { readonly rental: Rental; readonly state: RentalState }

export type AtStake = {
  readonly contested: bigint
  /** Billed, and neither paid nor given back. */
  readonly seconds: bigint
  readonly bond: bigint
  readonly stake: bigint
  readonly inAll: bigint
}

/** Zeros once it is closed. */
export function atStake({ rental: { offer }, state }: Found): AtStake {
  const isOpen = state.status === "Disputed"
  const [contested, bond] = [held(offer, state), bondLocked(offer, state)]
  const stake = isOpen ? stakeOf(offer, state, state.since) : 0n
  const seconds = isOpen ? state.billedSeconds - state.refundedSeconds - state.paidSeconds : 0n
  return { contested, seconds, bond, stake, inAll: contested + bond + stake }
}

type Share = { readonly contested: bigint; readonly bond: bigint; readonly stake: bigint; readonly inAll: bigint }
export type Ruling = Readonly<Record<"renter" | "host" | "platform", Share>>

/** Who would get what of each pot. The columns add up to the pots, to the unit. */
export function rulingOf({ rental: { offer }, state }: Found, hostBps: bigint): Ruling {
  const { toHost, fee, toRenter, stakeToHost, stakeToRenter, bondToHost, bondToRenter } = rulingPayout(
    offer,
    state,
    hostBps,
  )
  return {
    renter: shareOf(toRenter, bondToRenter, stakeToRenter),
    host: shareOf(toHost, bondToHost, stakeToHost),
    platform: shareOf(fee, 0n, 0n),
  }
}

function shareOf(contested: bigint, bond: bigint, stake: bigint): Share {
  return { contested, bond, stake, inAll: contested + bond + stake }
}

/** `evidence`: it cannot be ruled yet. `ruling`: it can. `over`: the host is paid. `closed`: it is decided. */
export type DisputePhase = {
  readonly phase: "evidence" | "ruling" | "over" | "closed"
  readonly from: bigint
  readonly until: bigint
}

export function phaseOf({ status, since }: RentalState, now: bigint): DisputePhase {
  const [from, until] = [since + EVIDENCE_WINDOW, since + ARBITRATION_WINDOW]
  if (status !== "Disputed") return { phase: "closed", from, until }
  return { phase: now < from ? "evidence" : now < until ? "ruling" : "over", from, until }
}

/** By the end of the time to rule, those that cannot be ruled yet last. */
export function byUrgency<one extends Found>(disputes: readonly one[], now: bigint): readonly one[] {
  const isEarly = ({ state }: one) => phaseOf(state, now).phase === "evidence"
  const bySince = (list: readonly one[]) => list.toSorted((a, b) => Number(a.state.since - b.state.since))
  return [...bySince(disputes.filter((one) => !isEarly(one))), ...bySince(disputes.filter(isEarly))]
}

/** A share as a reader types it: "25", "12.5" or "12,5" percent. Undefined for anything else. */
export function parseShare(text: string): bigint | undefined {
  const [, whole = "", part = ""] = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text) ?? []
  if (whole === "") return undefined
  const bps = BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"))
  return bps <= 10_000n ? bps : undefined
}
