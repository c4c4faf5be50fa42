import { useQuery } from "@tanstack/react-query"
import type { Address } from "viem"
import { useConfig } from "wagmi"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { TokenInfo } from "./tokensOf.ts"

/** What a token's amounts are written with. Null: its contract does not say it. */
export function useToken(address: Address | undefined): TokenInfo | null | undefined {
  const { chainId } = useDeployment()
  const config = useConfig()
  const { data } = useQuery({
    queryKey: ["token", chainId, address],
    queryFn: async (): Promise<TokenInfo | null> => {
      const { tokensOf } = await import("./tokensOf.ts")
      const addresses = address ? [address] : []
      const [found] = await tokensOf(config.getClient({ chainId }), { chainId, addresses })
      return found ?? null
    },
    enabled: address !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data
}
