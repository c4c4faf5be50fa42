// What a host has earned, what of it can be taken, and what its bonds are for.
import { accrued, bondLocked, bondOf, cost, fee, type Offer, type Rental, type RentalState } from "@gpuflow/escrow"
import type { Claim } from "@gpuflow/escrow/watch"

import type { TokenInfo } from "../../server/tokensOf.ts"

export type Sum = { readonly token: TokenInfo; readonly amount: bigint }

/** Adds amounts up by token, in the order of `tokens`. Tokens without an amount are left out. */
export function sumsOf(
  amounts: readonly { readonly token: string; readonly amount: bigint }[],
  tokens: readonly TokenInfo[],
): readonly Sum[] {
  return tokens.flatMap((token) => {
    const own = amounts.filter((one) => one.token.toLowerCase() === token.address.toLowerCase())
    const amount = own.reduce((sum, one) => sum + one.amount, 0n)
    return amount > 0n ? [{ token, amount }] : []
  })
}

/** Claims that pay the host something now. */
export function dueClaims(claims: readonly Claim[]): readonly Claim[] {
  return claims.filter(({ isDue, toHost }) => isDue && toHost > 0n)
}

/** Why a claim can be taken. */
export type DueWhy = "rolling" | "used" | "interrupted" | "unruled" | "other"

export function whyDue({ rental: { offer }, state }: Claim, now: bigint): DueWhy {
  if (state.status === "Disputed") return "unruled"
  if (state.status === "Interrupted") return "interrupted"
  if (state.status !== "Active") return "other"
  return now < state.since + state.duration + offer.challengeWindow ? "rolling" : "used"
}

/**
 * What the host has earned by now, net of the fee, and cannot take yet. What a dispute is about is not earned.
 */
export function notYetDue({ rental: { offer }, state, toHost }: Claim, now: bigint): bigint {
  if (state.status !== "Active" && state.status !== "Interrupted") return 0n
  const whole = accrued(offer, state, now)
  const paid = cost(offer.pricePerHour, state.paidSeconds)
  if (whole <= paid) return 0n
  const net = whole - paid - (fee(whole, state.feeBps) - fee(paid, state.feeBps))
  return net > toHost ? net - toHost : 0n
}

export type BondUse = {
  readonly token: TokenInfo
  readonly free: bigint
  readonly locked: bigint
  /** Rentals that lock a bond. */
  readonly rentals: number
  /** What all live offers would lock, if each were taken for as long as it allows. */
  readonly needed: bigint
  readonly offers: number
  /** Free and not needed. */
  readonly spare: bigint
  /** More is to spare than rentals and offers leave behind as they end. */
  readonly isHot: boolean
  /** Needed and not there: the last offers would be refused. */
  readonly short: bigint
}

export function bondUse(
  token: TokenInfo,
  {
    free,
    open,
    offers,
  }: {
    readonly free: bigint
    readonly open: readonly { readonly rental: Rental; readonly state: RentalState }[]
    readonly offers: readonly Offer[]
  },
): BondUse {
  const isOwn = (of: string) => of.toLowerCase() === token.address.toLowerCase()
  const locks = open
    .filter(({ rental }) => isOwn(rental.offer.token))
    .map(({ rental, state }) => bondLocked(rental.offer, state))
    .filter((bond) => bond > 0n)
  const needs = offers.filter((offer) => isOwn(offer.token)).map((offer) => bondOf(offer, offer.maxDuration))
  const [locked, needed] = [sum(locks), sum(needs)]
  const spare = free > needed ? free - needed : 0n
  return {
    ...{ token, free, locked, rentals: locks.length, needed, offers: needs.length, spare },
    // Each closed rental frees a bond and each expired offer leaves one, so some is always to spare.
    isHot: spare > (locked + needed) / 4n,
    short: needed > free ? needed - free : 0n,
  }
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
