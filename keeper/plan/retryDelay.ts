/** Longest delay in milliseconds after a failed simulation, which costs nothing. */
export const MAX_DELAY = 3_600_000
/** Longest delay in milliseconds after a refusal: nothing tells when the nodes would take the item again. */
export const MAX_DELAY_AFTER_REFUSAL = 300_000
/** Longest delay in milliseconds after a revert in a block, which costs gas each time. */
export const MAX_DELAY_AFTER_REVERT = 24 * MAX_DELAY

/** Milliseconds until an item is tried again: one poll interval after the first failure, then two, four, and so on. */
export function retryDelay(failures: number, pollInterval: number, max = MAX_DELAY): number {
  return failures === 0 ? 0 : Math.min(pollInterval * 2 ** (failures - 1), max)
}
