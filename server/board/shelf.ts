// The offers of the board in memory. Every search reads all of them: a hundred thousand take a few milliseconds, whatever
// the filters are. The database holds the same, for restarts and for servers that only read.
import type { Listing } from "./listing.ts"

export interface Shelf {
  readonly size: number
  /** Offers whose longest rental locks no bond. */
  readonly bondless: number
  /** The highest sequence number. */
  readonly sequence: number
  all(): Iterable<Listing>
  get(host: string, machine: string): Listing | undefined
  ofHost(host: string): readonly Listing[]
  hosts(): Iterable<string>
  put(listing: Listing): void
  remove(host: string, machine: string): Listing | undefined
}

export function createShelf(): Shelf {
  const hosts = new Map<string, Map<string, Listing>>()
  let size = 0
  let bondless = 0
  let sequence = 0

  function* all() {
    for (const machines of hosts.values()) yield* machines.values()
  }

  function remove(host: string, machine: string): Listing | undefined {
    const machines = hosts.get(host)
    const found = machines?.get(machine)
    if (!machines || !found) return undefined
    machines.delete(machine)
    if (machines.size === 0) hosts.delete(host)
    size -= 1
    if (found.bond === 0n) bondless -= 1
    return found
  }

  return {
    get size() {
      return size
    },
    get bondless() {
      return bondless
    },
    get sequence() {
      return sequence
    },
    all,
    get: (host, machine) => hosts.get(host)?.get(machine),
    ofHost: (host) => [...(hosts.get(host)?.values() ?? [])],
    hosts: () => hosts.keys(),
    put(listing) {
      const { host, machine, bond } = listing
      remove(host, machine)
      const machines = hosts.get(host) ?? new Map<string, Listing>()
      hosts.set(host, machines.set(machine, listing))
      size += 1
      if (bond === 0n) bondless += 1
      sequence = Math.max(sequence, listing.sequence)
    },
    remove,
  }
}
