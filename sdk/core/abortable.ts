import type { Reads } from "./port.ts"

/**
 * A chain that is not asked any more once the signal is aborted: a read fails with the signal's reason at once. A request
 * that is on its way is left to the client, which may share it with other reads.
 */
export function abortable<chain extends Reads>(chain: chain, signal: AbortSignal | undefined): chain {
  if (!signal) return chain
  const methods = Object.entries<unknown>(chain).flatMap(([name, value]) => {
    if (typeof value !== "function") return []
    const ask = (...given: unknown[]) => unlessAborted(signal, () => value(...given))
    return [[name, ask]]
  })
  return { ...chain, ...Object.fromEntries(methods) }
}

function unlessAborted(signal: AbortSignal, ask: () => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) return stop()
    signal.addEventListener("abort", stop, { once: true })
    Promise.resolve(ask())
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", stop))
  })
}
