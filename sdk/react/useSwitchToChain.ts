"use client"

import { useCallback } from "react"
import { useConfig } from "wagmi"

import { chainIdOf } from "./source.ts"
import { switchWallet } from "./wallet.ts"

/** A function that asks the wallet to switch to the chain of a mutation. */
export function useSwitchToChain(
  chainId: number | undefined,
  { variables }: { readonly variables: object | undefined },
): () => Promise<void> {
  const config = useConfig()
  const chain = chainIdOf(config, { chainId, ...variables })
  return useCallback(() => switchWallet(config, chain), [config, chain])
}
