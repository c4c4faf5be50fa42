// Finds offers on the shelf: filters, an order, and a page.
import { createHash } from "node:crypto"
import { cost, MAX_BOND_MULTIPLE } from "@gpuflow/escrow"
import { Columns, STATES, startOf } from "./columns.ts"
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
  return dollarsAt(Number(amount), rates.get(token))
}

function dollarsAt(amount: number, rate: number | undefined): number | undefined {
  return rate === undefined ? undefined : Math.round(amount * rate * 1e9) / 1e9
}

/** Whether an offer is listed: it can be taken now, or once its machine is free. */
export function isListed({ state, expiry }: Listing, earliest: number): boolean {
  return state !== "hidden" && earliest < expiry
}

/** Whether an offer matches, by its place in the columns. */
type Test = (place: number) => boolean

const atMost = (found: number | undefined | null, most: number) => typeof found === "number" && found <= most
const atLeast = (found: number | undefined | null, least: number) => typeof found === "number" && found >= least

/** The places of the offers that are listed and match. */
export function findPlaces(columns: Columns, filters: Filters, figures: Figures): Uint32Array {
  const { state, isForOne } = columns.flags
  const { expiry } = columns.amounts
  const { renter } = filters
  const places = new Uint32Array(columns.size)
  let count = 0
  for (let place = 0; place < columns.size; place += 1) {
    if (state[place] === STATES.hidden || figures.earliest >= (expiry[place] ?? 0)) continue
    if (isForOne[place] === 1 && columns.listings[place]?.renter !== renter) continue
    places[count] = place
    count += 1
  }
  // Each test leaves the places for the next one.
  for (const test of testsFor(columns, filters, figures)) {
    const before = count
    count = 0
    for (let at = 0; at < before; at += 1) {
      const place = places[at] ?? 0
      if (!test(place)) continue
      places[count] = place
      count += 1
    }
  }
  return places.subarray(0, count)
}

/** Whether one offer is listed and matches. */
export function matches(listing: Listing, filters: Filters, figures: Figures): boolean {
  const columns = new Columns()
  columns.set(0, listing)
  return findPlaces(columns, filters, figures).length > 0
}

/** The tests of the filters. Those that leave the fewest offers, and those that cost least, come first. */
function testsFor(columns: Columns, filters: Filters, figures: Figures): Test[] {
  const { listings, tokens, hosts, hardware, tokenOf, hostOf, hardwareOf, amounts } = columns
  const { price, minDuration, maxDuration, startWindow, freeAt } = amounts
  const tests: Test[] = []
  const when = <value>(value: value | undefined, test: (wanted: value) => Test) => {
    if (value !== undefined) tests.push(test(value))
  }
  /** Asks once for each value that many offers share. */
  const once = <value>(numbers: Uint32Array, values: readonly value[], isWanted: (value: value) => boolean): Test => {
    const known = new Int8Array(values.length)
    return (place) => {
      const number = numbers[place] ?? 0
      if (known[number] === 0) known[number] = isWanted(values[number] as value) ? 1 : -1
      return known[number] === 1
    }
  }
  const isNumber = (numbers: Uint32Array, number: number | undefined): Test => {
    return (place) => numbers[place] === number
  }
  when(filters.host, (host) => isNumber(hostOf, hosts.of(host)))
  when(filters.machine, (machine) => (place) => listings[place]?.machine === machine)
  when(filters.token, (token) => isNumber(tokenOf, tokens.of(token)))
  if (asksForHardware(filters)) {
    tests.push(once(hardwareOf, hardware.values, (one) => one !== undefined && isWanted(one, filters)))
  }
  when(filters.maxPricePerHour, (most) => {
    // Rounding keeps the order, so only what is rounded to the same number has to be looked at.
    const rounded = Number(most)
    return (place) => {
      const found = price[place] ?? 0
      return found < rounded || (found === rounded && (listings[place]?.price ?? 0n) <= most)
    }
  })
  when(filters.duration, (seconds) => (place) => {
    return (minDuration[place] ?? 0) <= seconds && seconds <= (maxDuration[place] ?? 0)
  })
  when(filters.maxCommitment, (most) => (place) => (minDuration[place] ?? 0) <= most)
  when(filters.maxStartWindow, (most) => (place) => (startWindow[place] ?? 0) <= most)
  when(filters.freeBy, (time) => (place) => (freeAt[place] ?? 0) <= time)
  const dollars = dollarsIn(columns, figures)
  when(filters.maxDollarsPerHour, (most) => (place) => atMost(dollars(place, price[place] ?? 0), most))
  const recordOf = (host: string) => figures.records.get(host)
  when(filters.minServedBps, (least) => once(hostOf, hosts.values, (host) => atLeast(recordOf(host)?.servedBps, least)))
  when(filters.minFeesPaidDollars, (least) =>
    once(hostOf, hosts.values, (host) => atLeast(numberOf(recordOf(host)?.feesPaidDollars), least)),
  )
  when(filters.maxRank, (most) => once(hostOf, hosts.values, (host) => atMost(recordOf(host)?.rank, most)))
  const bondFor = bondsFor(columns, filters)
  when(filters.minBond, (least) => (place) => bondFor(place) >= least)
  const roughBondFor = roughBondsFor(columns, filters)
  when(filters.minBondDollars, (least) => (place) => atLeast(dollars(place, roughBondFor(place)), least))
  return tests
}

/** Dollars of an amount in an offer's token. */
function dollarsIn(
  { tokens, tokenOf }: Columns,
  { rates }: Figures,
): (place: number, amount: number) => number | undefined {
  const known = tokens.values.map((token) => rates.get(token))
  return (place, amount) => dollarsAt(amount, known[tokenOf[place] ?? 0])
}

/** The bond that a rental locks: of the wanted duration, or else of the longest, base units. */
function bondsFor({ listings }: Columns, { duration }: Filters): (place: number) => bigint {
  if (duration === undefined) return (place) => listings[place]?.bond ?? 0n
  const seconds = BigInt(duration)
  return (place) => {
    const { bond = 0n, price = 0n } = listings[place] ?? {}
    const most = MAX_BOND_MULTIPLE * cost(price, seconds)
    return bond < most ? bond : most
  }
}

/** The same, rounded to 53 bits. */
function roughBondsFor(columns: Columns, filters: Filters): (place: number) => number {
  const { bond } = columns.amounts
  if (filters.duration === undefined) return (place) => bond[place] ?? 0
  const bondFor = bondsFor(columns, filters)
  return (place) => Number(bondFor(place))
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

/** What an order goes by. */
interface Order {
  /** Rounded to 53 bits, which keeps the order. */
  readonly rough: (place: number) => number
  readonly exact: (place: number) => number | bigint
}

/** What each order goes by. Unknown values come last. */
function orderFor(sort: OfferSort, filters: Filters, { columns, figures }: Searched): Order {
  const { listings, amounts, hosts, hostOf, hardware, hardwareOf } = columns
  const { price, freeAt, startWindow, receivedAt } = amounts
  const last = Number.POSITIVE_INFINITY
  const isOneToken = filters.token !== undefined
  const by = (value: (place: number) => number): Order => ({ rough: value, exact: value })
  const dollars = dollarsIn(columns, figures)
  switch (sort) {
    case "price":
      if (!isOneToken) return by((place) => dollars(place, price[place] ?? 0) ?? last)
      return { rough: (place) => price[place] ?? 0, exact: (place) => listings[place]?.price ?? 0n }
    case "bond": {
      const rough = roughBondsFor(columns, filters)
      if (!isOneToken) return by((place) => -(dollars(place, rough(place)) ?? 0))
      const exact = bondsFor(columns, filters)
      return { rough: (place) => -rough(place), exact: (place) => -exact(place) }
    }
    case "record": {
      const ranks = hosts.values.map((host) => figures.records.get(host)?.rank ?? last)
      return by((place) => ranks[hostOf[place] ?? 0] ?? last)
    }
    case "memory": {
      const memory = hardware.values.map((one) => -(one === undefined ? 0 : one.count * one.memoryMiB))
      return by((place) => memory[hardwareOf[place] ?? 0] ?? 0)
    }
    case "start":
      return by((place) => (freeAt[place] ?? 0) * 1e6 + (startWindow[place] ?? 0))
    case "newest":
      return by((place) => -(receivedAt[place] ?? 0))
  }
}

function isBefore(a: Place, b: Place): boolean {
  if (a.value !== b.value) return a.value < b.value
  if (a.host !== b.host) return a.host < b.host
  return a.machine < b.machine
}

/** A place in numbers. By them alone, offers of other pages are left out. Reading the offers themselves takes ten times longer. */
interface Bound {
  readonly value: number
  /** Whether nothing else is rounded to this value. */
  readonly isExact: boolean
  readonly hostStart: number
  readonly machineStart: number
}

function boundOf({ value, host, machine }: Place): Bound {
  const rounded = Number(value)
  const isExact = typeof value === "number" || Number.isSafeInteger(rounded)
  return { value: rounded, isExact, hostStart: startOf(host), machineStart: startOf(machine) }
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

/** What is searched, and what its offers are compared with. */
interface Searched {
  readonly columns: Columns
  readonly figures: Figures
}

/** One page of the offers that match. */
export function findPage(columns: Columns, query: PageQuery, figures: Figures): Page {
  const { filters, sort, limit } = query
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, query)
  const { rough, exact } = orderFor(sort, filters, { columns, figures })
  const { hostStart, machineStart } = columns.amounts
  /** Below 0 if an offer comes before a bound, above 0 if it comes after it, and 0 if the numbers alone do not say. */
  const compare = (at: number, value: number, bound: Bound): number => {
    if (value !== bound.value) return value - bound.value
    if (!bound.isExact) return 0
    return (hostStart[at] ?? 0) - bound.hostStart || (machineStart[at] ?? 0) - bound.machineStart
  }
  const least = after && boundOf(after)
  // One more than the page, to know whether there is another.
  const best: (Place & { readonly listing: Listing })[] = []
  let most: Bound | undefined
  const places = findPlaces(columns, filters, figures)
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index] ?? 0
    const value = rough(at)
    if ((least && compare(at, value, least) < 0) || (most && compare(at, value, most) > 0)) continue
    const listing = columns.listings[at]
    if (!listing) continue
    const place = { value: exact(at), host: listing.host, machine: listing.machine, listing }
    if (after && !isBefore(after, place)) continue
    const worst = best.at(-1)
    if (best.length > limit && worst && !isBefore(place, worst)) continue
    best.splice(positionOf(best, place), 0, place)
    if (best.length > limit + 1) best.pop()
    const last = best[limit]
    if (last) most = boundOf(last)
  }
  const listings = best.slice(0, limit).map(({ listing }) => listing)
  const last = best[limit - 1]
  return { listings, next: best.length > limit && last ? writeCursor(last, query) : null }
}

/** Offers that have something in common. */
export interface Count {
  readonly offers: number
  /** Of their prices, dollars an hour; undefined if none is known. */
  readonly lowest: number | undefined
  readonly highest: number | undefined
}

export interface Counts {
  readonly offers: number
  readonly hosts: number
  readonly byHardware: ReadonlyMap<Hardware, Count>
  readonly byToken: ReadonlyMap<string, number>
}

/** Counts the offers that match. */
export function countOffers(columns: Columns, filters: Filters, figures: Figures): Counts {
  const { tokens, hosts, hardware, tokenOf, hostOf, hardwareOf, amounts } = columns
  const { price } = amounts
  const places = findPlaces(columns, filters, figures)
  const perToken = new Uint32Array(tokens.values.length)
  const isHost = new Uint8Array(hosts.values.length)
  const perHardware = new Uint32Array(hardware.values.length)
  const lowest = new Float64Array(hardware.values.length).fill(Number.POSITIVE_INFINITY)
  const highest = new Float64Array(hardware.values.length).fill(Number.NEGATIVE_INFINITY)
  const dollars = dollarsIn(columns, figures)
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0
    const token = tokenOf[place] ?? 0
    const kind = hardwareOf[place] ?? 0
    perToken[token] = (perToken[token] ?? 0) + 1
    perHardware[kind] = (perHardware[kind] ?? 0) + 1
    isHost[hostOf[place] ?? 0] = 1
    const value = dollars(place, price[place] ?? 0)
    if (value === undefined) continue
    if (value < (lowest[kind] ?? 0)) lowest[kind] = value
    if (value > (highest[kind] ?? 0)) highest[kind] = value
  }
  const known = (value: number | undefined) => (Number.isFinite(value) ? value : undefined)
  const byHardware = hardware.values.flatMap((one, kind) => {
    const offers = perHardware[kind] ?? 0
    if (one === undefined || offers === 0) return []
    return [[one, { offers, lowest: known(lowest[kind]), highest: known(highest[kind]) }] as const]
  })
  const byToken = tokens.values.flatMap((token, number) => {
    const offers = perToken[number] ?? 0
    return offers === 0 ? [] : [[token, offers] as const]
  })
  const found = isHost.reduce((sum, one) => sum + one, 0)
  return { offers: places.length, hosts: found, byHardware: new Map(byHardware), byToken: new Map(byToken) }
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
  const isName = /^0x[0-9a-f]{40} 0x[0-9a-f]{64}$/.test(`${host} ${machine}`)
  if (kind !== kindOf(query) || !isValue || !isName || host === undefined || machine === undefined) {
    throw new Refusal("InvalidCursor")
  }
  const value = text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text)
  return { value, host, machine }
}
