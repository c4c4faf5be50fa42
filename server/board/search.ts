// Finds offers on the shelf: filters, an order, and a page.
import { createHash } from "node:crypto"
import { cost, MAX_BOND_MULTIPLE } from "@gpuflow/escrow"
import type { Hardware, Listing } from "./listing.ts"
import { Refusal } from "./refusals.ts"

/** What an offer is to be like. Texts are in lower case, amounts base units. */
export interface Filters {
  readonly host?: string | undefined
  readonly machine?: string | undefined
  readonly token?: string | undefined
  /** Parts of the GPU's model, any of which fits. */
  readonly gpus?: readonly string[] | undefined
  /** Parts of the location, any of which fits. */
  readonly regions?: readonly string[] | undefined
  readonly minGpus?: number | undefined
  readonly maxGpus?: number | undefined
  /** Of each GPU, in MiB. */
  readonly minMemory?: number | undefined
  readonly maxMemory?: number | undefined
  readonly minDownload?: number | undefined
  readonly minUpload?: number | undefined
  readonly maxPricePerHour?: bigint | undefined
  readonly maxDollarsPerHour?: number | undefined
  readonly duration?: number | undefined
  readonly maxCommitment?: number | undefined
  readonly minBond?: bigint | undefined
  readonly minBondDollars?: number | undefined
  readonly maxStartWindow?: number | undefined
  readonly minServedBps?: number | undefined
  readonly minFeesPaidDollars?: number | undefined
  readonly maxRank?: number | undefined
  readonly freeBy?: number | undefined
  readonly renter?: string | undefined
}

type OfferSort = "price" | "record" | "bond" | "memory" | "start" | "newest"

/** A host's record, from the index. */
export interface HostRecord {
  readonly rank: number | null
  readonly feesPaidDollars: string | null
  readonly rentals: number
  readonly servedBps: number | null
}

/** What offers are compared with that no host signs. */
export interface Figures {
  /** Dollars of one base unit, by token. */
  readonly rates: ReadonlyMap<string, number>
  readonly records: ReadonlyMap<string, HostRecord>
  /** Timestamp of the next block, at least. */
  readonly earliest: number
}

/** Dollars with nine places, which hides what a binary fraction adds. */
export function dollarsOf(amount: bigint, token: string, { rates }: Pick<Figures, "rates">): number | undefined {
  const rate = rates.get(token)
  return rate === undefined ? undefined : Math.round(Number(amount) * rate * 1e9) / 1e9
}

/** Whether an offer is listed: it can be taken now, or once its machine is free. */
export function isListed({ state, expiry }: Listing, earliest: number): boolean {
  return state !== "hidden" && earliest < expiry
}

type Test = (listing: Listing) => boolean

const atMost = (found: number | undefined | null, most: number) => typeof found === "number" && found <= most
const atLeast = (found: number | undefined | null, least: number) => typeof found === "number" && found >= least

/** A test for the filters. Those that leave the fewest offers come first. */
export function matcher(filters: Filters, figures: Figures): Test {
  const tests: Test[] = []
  const when = <value>(value: value | undefined, test: (wanted: value) => Test) => {
    if (value !== undefined) tests.push(test(value))
  }
  when(filters.host, (host) => (listing) => listing.host === host)
  when(filters.machine, (machine) => (listing) => listing.machine === machine)
  when(filters.token, (token) => (listing) => listing.token === token)
  if (asksForHardware(filters)) tests.push(hardwareTest(filters))
  when(
    filters.maxPricePerHour,
    (most) =>
      ({ price }) =>
        price <= most,
  )
  const bondFor = bondsFor(filters)
  when(filters.minBond, (least) => (listing) => bondFor(listing) >= least)
  when(filters.duration, (seconds) => (listing) => listing.minDuration <= seconds && seconds <= listing.maxDuration)
  when(
    filters.maxCommitment,
    (most) =>
      ({ minDuration }) =>
        minDuration <= most,
  )
  when(
    filters.maxStartWindow,
    (most) =>
      ({ startWindow }) =>
        startWindow <= most,
  )
  when(
    filters.maxDollarsPerHour,
    (most) =>
      ({ price, token }) =>
        atMost(dollarsOf(price, token, figures), most),
  )
  when(
    filters.minBondDollars,
    (least) => (listing) => atLeast(dollarsOf(bondFor(listing), listing.token, figures), least),
  )
  const recordOf = ({ host }: Listing) => figures.records.get(host)
  when(filters.minServedBps, (least) => (listing) => atLeast(recordOf(listing)?.servedBps, least))
  when(filters.minFeesPaidDollars, (least) => (listing) => atLeast(numberOf(recordOf(listing)?.feesPaidDollars), least))
  when(filters.maxRank, (most) => (listing) => atMost(recordOf(listing)?.rank, most))
  when(
    filters.freeBy,
    (time) =>
      ({ freeAt }) =>
        freeAt <= time,
  )
  tests.push(({ renter }) => renter === undefined || renter === filters.renter)
  return (listing) => {
    if (!isListed(listing, figures.earliest)) return false
    for (const test of tests) if (!test(listing)) return false
    return true
  }
}

/** The bond that a rental locks: of the wanted duration, or else of the longest, base units. */
function bondsFor({ duration }: Filters): (listing: Listing) => bigint {
  if (duration === undefined) return ({ bond }) => bond
  const seconds = BigInt(duration)
  return ({ bond, price }) => {
    const most = MAX_BOND_MULTIPLE * cost(price, seconds)
    return bond < most ? bond : most
  }
}

const hardwareFilters = [
  "gpus",
  "regions",
  "minGpus",
  "maxGpus",
  "minMemory",
  "maxMemory",
  "minDownload",
  "minUpload",
] as const

const asksForHardware = (filters: Filters) => hardwareFilters.some((name) => filters[name] !== undefined)

/** A test of the hardware. Machines that are alike are looked at once. */
function hardwareTest(filters: Filters): Test {
  const known = new Map<Hardware, boolean>()
  return ({ hardware }) => {
    if (hardware === undefined) return false
    let matches = known.get(hardware)
    if (matches === undefined) {
      matches = isWanted(hardware, filters)
      known.set(hardware, matches)
    }
    return matches
  }
}

function isWanted({ model, count, memoryMiB, downMbps, upMbps, location }: Hardware, filters: Filters): boolean {
  const holds = (text: string | undefined, parts: readonly string[] | undefined) => {
    const lower = text?.toLowerCase()
    return parts === undefined || (lower !== undefined && parts.some((part) => lower.includes(part)))
  }
  const isWithin = (found: number | undefined, least: number | undefined, most?: number) =>
    (least === undefined || atLeast(found, least)) && (most === undefined || atMost(found, most))
  return (
    holds(model, filters.gpus) &&
    holds(location, filters.regions) &&
    isWithin(count, filters.minGpus, filters.maxGpus) &&
    isWithin(memoryMiB, filters.minMemory, filters.maxMemory) &&
    isWithin(downMbps, filters.minDownload) &&
    isWithin(upMbps, filters.minUpload)
  )
}

function numberOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text)
}

/** A place in an order: a value that grows, and the offer's own name. */
interface Place {
  readonly value: number | bigint
  readonly host: string
  readonly machine: string
}

/** What each order goes by. Unknown values come last. */
function valueFor(sort: OfferSort, filters: Filters, figures: Figures): (listing: Listing) => number | bigint {
  const last = Number.POSITIVE_INFINITY
  const isOneToken = filters.token !== undefined
  switch (sort) {
    case "price":
      return isOneToken ? ({ price }) => price : ({ price, token }) => dollarsOf(price, token, figures) ?? last
    case "bond": {
      const bondFor = bondsFor(filters)
      return (listing) => {
        const bond = bondFor(listing)
        return isOneToken ? -bond : -(dollarsOf(bond, listing.token, figures) ?? 0)
      }
    }
    case "record":
      return ({ host }) => figures.records.get(host)?.rank ?? last
    case "memory":
      return ({ hardware }) => -(hardware === undefined ? 0 : hardware.count * hardware.memoryMiB)
    case "start":
      return ({ freeAt, startWindow }) => freeAt * 1e6 + startWindow
    case "newest":
      return ({ receivedAt }) => -receivedAt
  }
}

function isBefore(a: Place, b: Place): boolean {
  if (a.value !== b.value) return a.value < b.value
  if (a.host !== b.host) return a.host < b.host
  return a.machine < b.machine
}

export interface PageQuery {
  readonly filters: Filters
  readonly sort: OfferSort
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface Page {
  readonly listings: readonly Listing[]
  /** The cursor of the next page. */
  readonly next: string | null
}

/** One page of the offers that match. */
export function findPage(all: readonly Listing[], query: PageQuery, figures: Figures): Page {
  const { filters, sort, limit } = query
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, query)
  const matches = matcher(filters, figures)
  const rankOf = valueFor(sort, filters, figures)
  const best: (Place & { readonly listing: Listing })[] = []
  for (const listing of all) {
    if (!matches(listing)) continue
    const place = { value: rankOf(listing), host: listing.host, machine: listing.machine, listing }
    if (after && !isBefore(after, place)) continue
    const worst = best.at(-1)
    // One more than the page, to know whether there is another.
    if (best.length > limit && worst && !isBefore(place, worst)) continue
    best.splice(positionOf(best, place), 0, place)
    if (best.length > limit + 1) best.pop()
  }
  const listings = best.slice(0, limit).map(({ listing }) => listing)
  const last = best[limit - 1]
  return { listings, next: best.length > limit && last ? writeCursor(last, query) : null }
}

/** Where a place belongs in a sorted list. */
function positionOf(sorted: readonly Place[], place: Place): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const other = sorted[middle]
    if (other && isBefore(other, place)) low = middle + 1
    else high = middle
  }
  return low
}

/** A cursor belongs to one order of one search: with another, pages would skip offers without a word. */
function kindOf({ sort, filters }: PageQuery): string {
  const text = JSON.stringify([sort, filters], (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value))
  return createHash("sha256").update(text).digest("base64url").slice(0, 8)
}

function writeCursor({ value, host, machine }: Place, query: PageQuery): string {
  const text = typeof value === "bigint" ? `${value}n` : String(value)
  return Buffer.from([kindOf(query), text, host, machine].join(" ")).toString("base64url")
}

function readCursor(cursor: string, query: PageQuery): Place {
  const [kind, text = "", host, machine] = Buffer.from(cursor, "base64url").toString("utf8").split(" ")
  const isValue = /^(-?\d+n|-?\d+(\.\d+)?(e[+-]?\d+)?|Infinity)$/.test(text)
  if (kind !== kindOf(query) || !isValue || host === undefined || machine === undefined) {
    throw new Refusal("InvalidCursor")
  }
  const value = text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text)
  return { value, host, machine }
}
