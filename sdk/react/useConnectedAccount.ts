"use client"

import { useCallback, useSyncExternalStore } from "react"
import { useConfig } from "wagmi"

import type { Address } from "../types.ts"
import { connectedAccount } from "./wallet.ts"

/** The account of the connected wallet. wagmi's own hook has another name in each of its versions. */
export function useConnectedAccount(): Address | undefined {
  const config = useConfig()
  const subscribe = useCallback((listen: () => void) => config.subscribe(connectedAccountIn, listen), [config])
  return useSyncExternalStore(
    subscribe,
    () => connectedAccount(config),
    () => connectedAccount(config),
  )
}

function connectedAccountIn(state: Parameters<typeof connectedAccount>[0]["state"]): Address | undefined {
  return connectedAccount({ state })
}
