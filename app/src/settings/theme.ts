// Light or dark: what the reader chose, or else what the device says. `start.js` does the same before the page is loaded.
import { useSyncExternalStore } from "react"

import { prefer, preferences, type Theme, usePreferences } from "./preferences.ts"

const device = matchMedia("(prefers-color-scheme: dark)")

export function useTheme(): Theme {
  const { theme } = usePreferences()
  const isDark = useSyncExternalStore(subscribe, () => device.matches)
  return theme ?? (isDark ? "dark" : "light")
}

export function switchTheme(): void {
  const shown = preferences().theme ?? (device.matches ? "dark" : "light")
  prefer({ theme: shown === "dark" ? "light" : "dark" })
}

export function applyTheme(theme: Theme): void {
  document.documentElement.classList.toggle("dark", theme === "dark")
}

function subscribe(listener: () => void): () => void {
  device.addEventListener("change", listener)
  return () => device.removeEventListener("change", listener)
}
