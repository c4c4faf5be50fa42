// A wallet on another device that is about to be connected: what it has to scan.
import { useSyncExternalStore } from "react"

export type Pairing = {
  /** What the code holds. Undefined until the relay answers. */
  readonly uri?: string | undefined
  readonly cancel: () => void
}

let current: Pairing | undefined
const listeners = new Set<() => void>()

export function showPairing(pairing: Pairing | undefined): void {
  current = pairing
  for (const listener of listeners) listener()
}

export function usePairing(): Pairing | undefined {
  return useSyncExternalStore(subscribe, () => current)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
