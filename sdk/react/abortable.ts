import type { Reads } from "../core/port.ts"

/**
 * A chain that is not asked any more once the signal is aborted. A request that is on its way is left to the client,
 * which may share it with other queries.
 */
export function abortable<chain extends Reads>(chain: chain, signal: AbortSignal): chain {
  const methods = Object.entries(chain).flatMap(([name, value]) => {
    if (typeof value !== "function") return []
    const ask = async (...given: unknown[]) => {
      signal.throwIfAborted()
      const answer: unknown = await Reflect.apply(value, undefined, given)
      signal.throwIfAborted()
      return answer
    }
    return [[name, ask]]
  })
  return { ...chain, ...Object.fromEntries(methods) }
}
