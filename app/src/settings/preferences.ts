// What a reader has chosen on this device. Every tab of the browser shows the same.
import { useSyncExternalStore } from "react"

import { isWebUrl } from "./settings.ts"

export const languages = ["en", "fr"] as const
export type Language = (typeof languages)[number]
export type Theme = "light" | "dark"

export type Preferences = {
  readonly language?: Language | undefined
  readonly theme?: Theme | undefined
  /** A node in place of those of `config.json`. */
  readonly rpcUrl?: string | undefined
  /** Servers in place of those of `config.json`: index and board. */
  readonly servers?: readonly string[] | undefined
  /** The escrow that is shown, of those in `config.json`: its chain and address. */
  readonly deployment?: string | undefined
  /** The hours for which the market shows prices. */
  readonly hours?: number | undefined
}

/** `start.js` reads it as well. */
const KEY = "gpuflow.preferences"

let current: Preferences = read()
const listeners = new Set<() => void>()

addEventListener("storage", ({ key }) => {
  if (key === KEY || key === null) put(read())
})

export function preferences(): Preferences {
  return current
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences)
}

/** Changes what is given, and keeps the rest. Undefined: what `config.json` or the browser says. */
export function prefer(changes: Preferences): void {
  put({ ...current, ...changes })
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // A browser may refuse to keep anything. The choice then holds until the page is closed.
  }
}

function put(next: Preferences): void {
  current = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Anything may be in storage, also what another version of the page wrote. */
function read(): Preferences {
  try {
    const { language, theme, rpcUrl, servers, deployment, hours } = Object(
      JSON.parse(localStorage.getItem(KEY) ?? "{}"),
    ) as Record<keyof Preferences, unknown>
    return {
      language: languages.find((one) => one === language),
      theme: theme === "light" || theme === "dark" ? theme : undefined,
      rpcUrl: isWebUrl(rpcUrl) ? rpcUrl : undefined,
      servers: Array.isArray(servers) ? servers.filter(isWebUrl) : undefined,
      deployment: typeof deployment === "string" ? deployment : undefined,
      hours: typeof hours === "number" && hours > 0 ? hours : undefined,
    }
  } catch {
    return {}
  }
}
