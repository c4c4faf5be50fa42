// The offers of the board in memory. Every search reads the columns of all of them, whatever the filters are. The database
// holds the same, for restarts and for servers that only read.
import { Columns } from "./columns.ts"
import { LeastHeap } from "./leastHeap.ts"
import type { Listing } from "./listing.ts"
import { type Rates, worthOf } from "./worth.ts"

/** Kinds of offers whose number is limited, and which of them are of it. */
const kinds = {
  all: () => true,
  /** Offers whose longest rental locks no bond. */
  bondless: ({ bond }: Limited) => bond === 0n,
  /** Offers that a contract has signed, which is asked again at each block. */
  byContract: ({ contract }: Limited) => contract !== undefined,
  bondlessByContract: ({ bond, contract }: Limited) => bond === 0n && contract !== undefined,
}
export type Kind = keyof typeof kinds
type Limited = Pick<Listing, "bond" | "contract">
export const kindNames = Object.keys(kinds) as readonly Kind[]

export const isOfKind = (listing: Limited, kind: Kind) => kinds[kind](listing)

export interface Shelf {
  readonly size: number
  /** The highest sequence number. */
  readonly sequence: number
  /** What searches read. It changes with the shelf. */
  readonly columns: Columns
  /** In no order. Do not keep it: it changes with the shelf. */
  all(): readonly Listing[]
  get(host: string, machine: string): Listing | undefined
  ofHost(host: string): readonly Listing[]
  hosts(): Iterable<string>
  put(listing: Listing): void
  remove(host: string, machine: string): Listing | undefined
  /** How many offers of a kind there are. */
  count(kind: Kind): number
  /** The offers of a kind, those of the least worth first. Of those of one worth, the latest comes first. */
  leastWorth(kind: Kind): Iterator<Listing, undefined>
  worthOf(listing: Pick<Listing, "state" | "bond" | "token">): number
  /** What offers are worth from now on follows these prices. */
  price(rates: Rates): void
}

export function createShelf(): Shelf {
  const hosts = new Map<string, Map<string, number>>()
  /** All of them. The maps hold places in it. */
  const columns = new Columns()
  const { listings } = columns
  let sequence = 0
  let rates: Rates = new Map()
  // What each place is worth, and since when it is on the board.
  let worths = new Float64Array(1)
  let claims = new Float64Array(1)
  const isWorthLess = (a: number, b: number) => {
    const [worth = 0, other = 0] = [worths[a], worths[b]]
    return worth < other || (worth === other && (claims[a] ?? 0) > (claims[b] ?? 0))
  }
  const heaps = Object.fromEntries(kindNames.map((kind) => [kind, new LeastHeap(isWorthLess)])) as Record<
    Kind,
    LeastHeap
  >

  function get(host: string, machine: string): Listing | undefined {
    const place = hosts.get(host)?.get(machine)
    return place === undefined ? undefined : listings[place]
  }

  function set(place: number, listing: Listing): void {
    columns.set(place, listing)
    if (place >= worths.length) [worths, claims] = [grown(worths), grown(claims)]
    worths[place] = worthOf(listing, rates)
    claims[place] = listing.claim
    for (const kind of kindNames) {
      if (isOfKind(listing, kind)) heaps[kind].put(place)
      else heaps[kind].remove(place)
    }
  }

  function remove(host: string, machine: string): Listing | undefined {
    const machines = hosts.get(host)
    const place = machines?.get(machine)
    const found = place === undefined ? undefined : listings[place]
    if (!machines || !found || place === undefined) return undefined
    machines.delete(machine)
    if (machines.size === 0) hosts.delete(host)
    // The last one takes its place.
    const last = listings.at(-1)
    for (const kind of kindNames) heaps[kind].remove(listings.length - 1)
    if (last && last !== found) {
      set(place, last)
      hosts.get(last.host)?.set(last.machine, place)
    }
    columns.pop()
    return found
  }

  return {
    get size() {
      return listings.length
    },
    get sequence() {
      return sequence
    },
    columns,
    all: () => listings,
    get,
    ofHost: (host) => [...(hosts.get(host)?.values() ?? [])].flatMap((place) => listings[place] ?? []),
    hosts: () => hosts.keys(),
    put(listing) {
      const { host, machine } = listing
      const machines = hosts.get(host) ?? new Map<string, number>()
      const place = machines.get(machine) ?? listings.length
      set(place, listing)
      hosts.set(host, machines.set(machine, place))
      sequence = Math.max(sequence, listing.sequence)
    },
    remove,
    count: (kind) => heaps[kind].size,
    *leastWorth(kind) {
      for (const place of heaps[kind].ascending()) {
        const listing = listings[place]
        if (listing) yield listing
      }
      return undefined
    },
    worthOf: (listing) => worthOf(listing, rates),
    price(next) {
      // A copy, because prices are added to what is given.
      rates = new Map(next)
      for (const [place, listing] of listings.entries()) worths[place] = worthOf(listing, rates)
      for (const kind of kindNames) heaps[kind].reorder()
    },
  }
}

function grown(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length)
  larger.set(column)
  return larger
}
