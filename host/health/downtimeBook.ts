import type { Hash } from "viem"

import type { HostStore } from "../store/hostStore.ts"
import { type Check, downtimeBetween } from "./healthChain.ts"

export type DowntimeBook = ReturnType<typeof createDowntimeBook>

/** Adds up the health log of each rental, reading each of its lines once. */
export function createDowntimeBook(store: HostStore) {
  const sums = new Map<Hash, { place: number; last: Check | undefined; total: bigint }>()
  return {
    /** Seconds of downtime until a time, at which an outage that has no end yet is cut off. */
    downtime(rental: Hash, until: bigint): bigint {
      const sum = sums.get(rental) ?? { place: 0, last: undefined, total: 0n }
      sums.set(rental, sum)
      const { checks, place } = store.checksAfter(rental, sum.place)
      for (const check of checks) {
        if (sum.last) sum.total += downtimeBetween(sum.last, check)
        sum.last = check
      }
      sum.place = place
      const isDown = sum.last?.status === "down" && sum.last.at < until
      return sum.total + (isDown && sum.last ? until - sum.last.at : 0n)
    },
    forget: (rental: Hash) => sums.delete(rental),
  }
}
