// The order of offers that were found. What has no price in dollars, or is not known, comes last.
import type { OfferCheck } from "../offer/checkOffer.ts"
import type { SignedOffer } from "../offer/signedOffer.ts"
import { describe, microDollars } from "./offerFilters.ts"
import type { ReportedRecord } from "./reportedRecord.ts"

/**
 * `price`: the lowest first. `bond`: the highest first. `memory`: the most memory of all GPUs together first. `start`:
 * what can run first. `record`: the host's rank, which is the board's word.
 */
export type OfferSort = "price" | "bond" | "memory" | "start" | "record"

/** What offers are sorted by. */
export type SortedOffer = {
  readonly signed: SignedOffer
  readonly check: OfferCheck
  readonly dollarsPerHour: string | undefined
  readonly bond: bigint
  readonly bondDollars: string | undefined
  readonly record: ReportedRecord | undefined
}

export const offerSorts = ["price", "bond", "memory", "start", "record"] as const satisfies readonly OfferSort[]

/** Numbers that grow with the place in the order, the more important first. */
type Place = readonly (number | bigint | undefined)[]

const places: Readonly<Record<OfferSort, (offer: SortedOffer) => Place>> = {
  price: () => [],
  bond: ({ bondDollars, bond }) => [negative(microDollars(bondDollars ?? "")), -bond],
  memory: ({ signed }) => {
    const { gpus, memoryMiB } = describe(signed.document)
    return [gpus === undefined || memoryMiB === undefined ? undefined : -gpus * memoryMiB]
  },
  start: ({ check, signed }) => [check.status === "takeable" ? 0n : check.machine.busyUntil, signed.offer.startWindow],
  record: ({ record }) => [record?.rank],
}

const negative = (value: bigint | undefined) => (value === undefined ? undefined : -value)

/** Compares two offers. Neither the boards nor their order decide between equals. */
export function byOrder(sort: OfferSort): (a: SortedOffer, b: SortedOffer) => number {
  const placeOf = (offer: SortedOffer): Place => [...places[sort](offer), microDollars(offer.dollarsPerHour ?? "")]
  return (a, b) => {
    const [first, second] = [placeOf(a), placeOf(b)]
    const index = first.findIndex((value, at) => value !== second[at])
    if (index >= 0) return isBefore(first[index], second[index]) ? -1 : 1
    const [one, other] = [a.signed.offer, b.signed.offer]
    if (one.token !== other.token) return one.token < other.token ? -1 : 1
    if (one.pricePerHour !== other.pricePerHour) return one.pricePerHour < other.pricePerHour ? -1 : 1
    return a.signed.hostSignature < b.signed.hostSignature ? -1 : 1
  }
}

function isBefore(a: Place[number], b: Place[number]): boolean {
  return a !== undefined && (b === undefined || a < b)
}
