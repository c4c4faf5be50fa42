import { fallback, http } from "viem"
import { type Config, createConfig, createStorage } from "wagmi"

import { chainOf } from "../chain/chain.ts"
import type { Deployment } from "../settings/settings.ts"

/** Reads through the deployment's nodes, in their order. Wallets announce themselves (EIP-6963). */
export function wagmiConfig(deployment: Deployment): Config {
  const chain = chainOf(deployment)
  const nodes = deployment.rpcUrls.map((url) => http(url, { batch: true, timeout: 15_000 }))
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: nodes.length === 1 && nodes[0] ? nodes[0] : fallback(nodes) },
    storage: createStorage({ key: "gpuflow.wallet", storage: localStorage }),
    multiInjectedProviderDiscovery: true,
  })
}
