import { escrowQueryKey } from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import type { Address } from "viem"
import { useConfig } from "wagmi"

import type { TokenInfo } from "../../server/tokensOf.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"

/** A host's free bonds from the chain, in each token. */
export function useFreeBonds(host: Address | undefined, tokens: readonly TokenInfo[]) {
  const config = useConfig()
  const { chainId, escrow } = useDeployment()
  const addresses = tokens.map(({ address }) => address)
  return useQuery({
    queryKey: [...escrowQueryKey({ chainId, escrow }), "freeBonds", host ?? null, addresses.toSorted()],
    queryFn: async (): Promise<ReadonlyMap<Address, bigint>> => {
      if (!host) return new Map()
      const { getBond } = await import("@gpuflow/escrow")
      const client = config.getClient({ chainId })
      const bonds = await Promise.all(addresses.map((token) => getBond(client, { escrow, host, token })))
      return new Map(addresses.map((token, index) => [token, bonds[index] ?? 0n]))
    },
    enabled: host !== undefined,
    placeholderData: (before) => before,
    refetchInterval: 30_000,
    structuralSharing: false,
  })
}
