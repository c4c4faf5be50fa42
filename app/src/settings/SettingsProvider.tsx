import { createContext, type ReactNode, useContext } from "react"

import { type Preferences, usePreferences } from "./preferences.ts"
import type { Deployment, Settings } from "./settings.ts"

const SettingsContext = createContext<Settings | undefined>(undefined)

export function SettingsProvider({ settings, children }: { settings: Settings; children: ReactNode }) {
  return <SettingsContext value={settings}>{children}</SettingsContext>
}

export function useSettings(): Settings {
  const settings = useContext(SettingsContext)
  if (!settings) throw new Error("The page has no settings.")
  return settings
}

/** The escrow that is shown, with the nodes and servers that the reader prefers. */
export function useDeployment(): Deployment {
  const deployment = chosenDeployment(useSettings(), usePreferences())
  if (!deployment) throw new Error("The page has no escrow.")
  return deployment
}

export function chosenDeployment(
  { deployments }: Settings,
  { deployment: wanted, rpcUrl, servers }: Preferences,
): Deployment | undefined {
  const deployment = deployments.find((one) => nameOf(one) === wanted) ?? deployments[0]
  if (!deployment) return undefined
  return {
    ...deployment,
    rpcUrls: rpcUrl ? [rpcUrl] : deployment.rpcUrls,
    servers: servers ?? deployment.servers,
    boards: servers ?? deployment.boards,
  }
}

/** By which a reader's choice is kept. */
export function nameOf({ chainId, escrow }: Deployment): string {
  return `${chainId}:${escrow.toLowerCase()}`
}
