// The chain of the escrow, for viem and wagmi.
import { type Chain, defineChain } from "viem"
import { polygon, polygonAmoy } from "viem/chains"

import type { Deployment } from "../settings/settings.ts"

export function chainOf({ chainId, chainName, coin, rpcUrls, explorer }: Deployment): Chain {
  const known = [polygon, polygonAmoy].find(({ id }) => id === chainId)
  return defineChain({
    ...(known?.contracts ? { contracts: known.contracts } : {}),
    id: chainId,
    name: chainName,
    nativeCurrency: { name: coin, symbol: coin, decimals: 18 },
    rpcUrls: { default: { http: rpcUrls } },
    ...(explorer ? { blockExplorers: { default: { name: new URL(explorer).hostname, url: explorer } } } : {}),
  })
}
