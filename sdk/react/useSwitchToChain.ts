"use client"

import { useCallback } from "react"
import { useConfig } from "wagmi"

import { switchWallet } from "./wallet.ts"

/** A function that asks the wallet to switch to a chain. */
export function useSwitchToChain(chainId: number): () => Promise<void> {
  const config = useConfig()
  return useCallback(() => switchWallet(config, chainId), [config, chainId])
}
