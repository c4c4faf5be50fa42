// What an offer is worth to a board that is full: the bond that stands behind it alone, in dollars.
import type { Listing } from "./listing.ts"
import { dollarsOf } from "./search.ts"

/** Dollars of one base unit, by token. */
export type Rates = ReadonlyMap<string, number>

/** Of an offer that is hidden: less than that of any that can be taken. */
const OF_HIDDEN = -1

/**
 * The host's free bond is shared among its offers by what each of them locks, and one that is not covered is hidden. So
 * what all of a host's offers are worth together is no more than the bond that it has put up. A token without a price
 * counts nothing.
 */
export function worthOf({ state, bond, token }: Pick<Listing, "state" | "bond" | "token">, rates: Rates): number {
  return state === "hidden" ? OF_HIDDEN : (dollarsOf(bond, token, { rates }) ?? 0)
}
