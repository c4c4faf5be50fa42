// The offers of the board in memory. Every search reads the columns of all of them, whatever the filters are. The database
// holds the same, for restarts and for servers that only read.
import { Columns } from "./columns.ts"
import type { Listing } from "./listing.ts"

export interface Shelf {
  readonly size: number
  /** Offers whose longest rental locks no bond. */
  readonly bondless: number
  /** Offers that a contract has signed, which is asked again at each block. */
  readonly byContract: number
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
}

export function createShelf(): Shelf {
  const hosts = new Map<string, Map<string, number>>()
  /** All of them. The maps hold places in it. */
  const columns = new Columns()
  const { listings } = columns
  let bondless = 0
  let byContract = 0
  let sequence = 0

  function get(host: string, machine: string): Listing | undefined {
    const place = hosts.get(host)?.get(machine)
    return place === undefined ? undefined : listings[place]
  }

  function count({ bond, contract }: Listing, by: 1 | -1): void {
    if (bond === 0n) bondless += by
    if (contract) byContract += by
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
    if (last && last !== found) {
      columns.set(place, last)
      hosts.get(last.host)?.set(last.machine, place)
    }
    columns.pop()
    count(found, -1)
    return found
  }

  return {
    get size() {
      return listings.length
    },
    get bondless() {
      return bondless
    },
    get byContract() {
      return byContract
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
      const before = get(host, machine)
      const machines = hosts.get(host) ?? new Map<string, number>()
      const place = machines.get(machine) ?? listings.length
      columns.set(place, listing)
      hosts.set(host, machines.set(machine, place))
      if (before) count(before, -1)
      count(listing, 1)
      sequence = Math.max(sequence, listing.sequence)
    },
    remove,
  }
}
