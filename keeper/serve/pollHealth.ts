/** Polls in a row that may fail before the keeper counts as unhealthy, and the shortest time for that. */
const TOLERANCE = { polls: 4, milliseconds: 30_000 }

export function trackPollHealth(pollInterval: number) {
  let lastSuccess = performance.now()
  let failure = ""
  let hasSucceeded = false
  return {
    succeeded() {
      hasSucceeded = true
      lastSuccess = performance.now()
      failure = ""
    },
    failed(reason: string) {
      failure = reason
    },
    /** The body of `/healthz`. */
    report() {
      const elapsed = performance.now() - lastSuccess
      const ok = elapsed < Math.max(TOLERANCE.polls * pollInterval, TOLERANCE.milliseconds)
      return { ok, hasSucceeded, secondsSinceGoodPoll: Math.floor(elapsed / 1_000), ...(failure ? { failure } : {}) }
    },
  }
}
