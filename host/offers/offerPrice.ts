// The price of an offer by the owner's rules. Pure.
import { formatUnits, parseUnits } from "viem"

import type { OfferSettings } from "../settings/settings.ts"

type Situation = {
  /** Minutes since midnight, UTC. */
  readonly minute: number
  /** Percent of the agent's machines that are rented. */
  readonly rented: number
}

const DECIMALS = 18

/** The price per hour, in dollars or tokens as the settings say it: rules multiply, and the floor comes last. */
export function priceAt(
  offer: Pick<OfferSettings, "usd" | "price" | "floorUsd" | "hours" | "utilisation">,
  now: Situation,
): string {
  const base = parseUnits(offer.usd ?? offer.price ?? "0", DECIMALS)
  const byHour = offer.hours
    .filter(({ from, until }) => isWithin(now.minute, from, until))
    .map(({ percent }) => percent)
  // The highest step that is reached counts.
  const byUse = offer.utilisation
    .filter(({ above }) => now.rented > above)
    .toSorted((a, b) => a.above - b.above)
    .slice(-1)
    .map(({ percent }) => percent)
  const price = [...byHour, ...byUse].reduce((sum, percent) => (sum * BigInt(percent)) / 100n, base)
  const floor = parseUnits(offer.floorUsd ?? "0", DECIMALS)
  return formatUnits(price > floor ? price : floor, DECIMALS)
}

/** A span may go over midnight. */
function isWithin(minute: number, from: number, until: number): boolean {
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until
}
