// What a person may do with a rental now, and what not before a time.
import { closesAt, collectableSeconds, due, dueAt, stakeOf } from "@gpuflow/escrow"
import type { Address } from "viem"
import { isAddressEqual } from "viem"

import type { Found } from "./rentalMoney.ts"

export type Party = "renter" | "host" | "operator" | "arbiter" | "other"

type RentalActionKind =
  | "cancel"
  | "extend"
  | "stop"
  | "dispute"
  | "concede"
  | "evidence"
  | "start"
  | "decline"
  | "endEarly"
  | "refund"
  | "settle"

export type PossibleAction = {
  readonly kind: RentalActionKind
  /** Not before. Undefined: now. */
  readonly from?: bigint
}

export function partyOf({ rental: { offer, renter } }: Found, account: Address | undefined): Party {
  if (!account) return "other"
  if (isAddressEqual(account, renter)) return "renter"
  if (isAddressEqual(account, offer.host)) return "host"
  if (isAddressEqual(account, offer.operator)) return "operator"
  return isAddressEqual(account, offer.arbiter) ? "arbiter" : "other"
}

export function possibleActions(found: Found, party: Party, now: bigint): readonly PossibleAction[] {
  const { rental, state } = found
  const { offer } = rental
  const { status, since, duration } = state
  const [isRenter, isHost] = [party === "renter", party === "host"]
  const isHosting = isHost || party === "operator"
  const closing = closesAt(offer, state)
  const isDue = now >= closing
  const isRunning = status === "Active" && now < since + duration
  const actions: PossibleAction[] = []
  const add = (kind: RentalActionKind, isPossible: boolean) => {
    if (isPossible) actions.push({ kind })
  }
  if (status === "None" || status === "Closed") return actions

  add("start", isHosting && status === "Funded" && !isDue)
  add("cancel", isRenter && status === "Funded" && !isDue)
  add("extend", isRenter && isRunning && duration < offer.maxDuration)
  add("stop", isRenter && isRunning)
  add("dispute", isRenter && stakeOf(offer, state, now) > 0n && !isDue && status !== "Disputed")
  add("evidence", status === "Disputed" && (isRenter || isHosting))
  add("concede", isRenter && status === "Disputed" && !isDue)
  add("refund", isHost && status !== "Funded" && !isDue && refundable(found, now) > 0n)
  add("decline", isHosting && status === "Funded" && !isDue)
  add("endEarly", isHosting && isRunning)
  const { toHost, toRenter } = due(offer, state, now)
  if (isDue || toHost + toRenter > 0n) actions.push({ kind: "settle" })
  else if (isHosting || status === "Funded") actions.push({ kind: "settle", from: dueAt(offer, state) })
  return actions
}

/** Seconds that the host can still give back. */
export function refundable({ rental: { offer }, state }: Found, now: bigint): bigint {
  const passed = state.status === "Active" ? minimum(now - state.since, state.duration) : state.billedSeconds
  const paid =
    state.status === "Active" || state.status === "Interrupted"
      ? collectableSeconds(offer, state, now)
      : state.paidSeconds
  const left = passed - paid - state.refundedSeconds
  return left > 0n ? left : 0n
}

const minimum = (a: bigint, b: bigint) => (a < b ? a : b)
