import type { HostStore } from "../store/hostStore.ts"

export type ChainClock = ReturnType<typeof createChainClock>

/**
 * The chain's time. While no node answers it goes on from the last block by this process's own clock, which no one can
 * set; over a restart by the computer's.
 */
export function createChainClock(store: HostStore) {
  let last = store.lastBlock()
  let seenAt = performance.now() - Math.max(Date.now() - (last?.seenAt ?? Date.now()), 0)
  return {
    /** In memory: the end of a rental is known also while nothing can be stored. */
    observe(number: bigint, timestamp: bigint): void {
      last = { number, timestamp, seenAt: Date.now() }
      seenAt = performance.now()
    },
    /** Unix seconds. */
    now(): bigint {
      if (!last) return BigInt(Math.floor(Date.now() / 1_000))
      return last.timestamp + BigInt(Math.floor((performance.now() - seenAt) / 1_000))
    },
    lastBlock: () => last?.number,
  }
}
