// Payouts that could not be delivered, and wait in the escrow for their owner.
import { escrowQueryKey } from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import type { Address } from "viem"
import { useConfig } from "wagmi"

import type { TokenInfo } from "../../server/tokensOf.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"

export type Credit = { readonly token: TokenInfo; readonly amount: bigint }

/** Read from the chain, in every token of the account's rentals. */
export function useCredits(account: Address | undefined, tokens: readonly TokenInfo[] | undefined) {
  const config = useConfig()
  const { chainId, escrow } = useDeployment()
  const addresses = tokens?.map(({ address }) => address) ?? []
  return useQuery({
    queryKey: [...escrowQueryKey({ chainId, escrow }), "credits", account ?? null, addresses.toSorted()],
    queryFn: async (): Promise<readonly Credit[]> => {
      if (!account || !tokens) return []
      const { getCredit } = await import("@gpuflow/escrow")
      const client = config.getClient({ chainId })
      const amounts = await Promise.all(
        tokens.map(({ address: token }) => getCredit(client, { escrow, token, account })),
      )
      return tokens.flatMap((token, index) => {
        const amount = amounts[index] ?? 0n
        return amount > 0n ? [{ token, amount }] : []
      })
    },
    enabled: account !== undefined && addresses.length > 0,
    refetchInterval: 30_000,
    structuralSharing: false,
  })
}
