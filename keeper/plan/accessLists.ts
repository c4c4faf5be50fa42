import type { Work } from "../store/transactionTable.ts"

export type AccessLists = ReturnType<typeof createAccessLists>

/** Milliseconds for which a kind of work goes without access lists after one did not pay, or after a node failed. */
const PAUSES = { dearer: 3_600_000, failed: 600_000 }

/** Remembers for which kinds of work an access list (EIP-2930) does not pay, so that the nodes are not asked each time. */
export function createAccessLists(clock: () => number = () => performance.now()) {
  const pausedUntil = new Map<Work, number>()
  return {
    isPaused: (work: Work) => (pausedUntil.get(work) ?? 0) > clock(),
    pause: (work: Work, reason: keyof typeof PAUSES) => pausedUntil.set(work, clock() + PAUSES[reason]),
  }
}
