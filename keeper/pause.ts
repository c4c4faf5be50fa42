// The time between two polls of a program.
import { setTimeout as sleep } from "node:timers/promises"

/** A pause that can be ended. */
export function createPause(signal: AbortSignal | undefined) {
  let ending = new AbortController()
  let isWoken = false
  return {
    wake() {
      isWoken = true
      ending.abort()
    },
    async wait(milliseconds: number): Promise<void> {
      ending = new AbortController()
      const signals = signal ? [signal, ending.signal] : [ending.signal]
      if (!isWoken) await sleep(milliseconds, undefined, { signal: AbortSignal.any(signals) }).catch(() => {})
      isWoken = false
    },
  }
}
