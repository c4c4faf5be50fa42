// The tokens that rentals can be paid in.
import { useQuery } from "@tanstack/react-query"
import { useConfig } from "wagmi"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { TokenInfo } from "./tokensOf.ts"

/** Of those that the SDK knows on this chain, those whose market is open. */
export function useOpenTokens() {
  const config = useConfig()
  const { chainId, escrow } = useDeployment()
  return useQuery({
    queryKey: ["openTokens", chainId, escrow],
    queryFn: async (): Promise<readonly TokenInfo[]> => {
      const [{ getMarket }, { tokens }] = await Promise.all([import("@gpuflow/escrow"), import("@gpuflow/escrow/plan")])
      const client = config.getClient({ chainId })
      const known = tokens.filter((token) => token.chainId === chainId)
      const markets = await Promise.all(known.map(({ address }) => getMarket(client, { escrow, token: address })))
      return known.flatMap(({ address, symbol, decimals, stable }, index) => {
        return markets[index]?.open ? [{ address, symbol, decimals, isDollar: stable === true }] : []
      })
    },
    staleTime: 300_000,
  })
}
