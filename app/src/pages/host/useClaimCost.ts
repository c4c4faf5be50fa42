// What it costs at most to take everything that is due.
import type { Rental } from "@gpuflow/escrow"
import { useQuery } from "@tanstack/react-query"
import { type Address, zeroAddress } from "viem"
import { useConfig } from "wagmi"

import { useDeployment } from "../../settings/SettingsProvider.tsx"

export type ClaimCost = {
  readonly transactions: number
  /** Wei. */
  readonly fee: bigint
  /** The same in dollars. Undefined where the coin's price is not known. */
  readonly dollars: string | undefined
}

/** `account` pays. */
export function useClaimCost(account: Address | undefined, rentals: readonly Rental[]) {
  const config = useConfig()
  const { chainId, escrow } = useDeployment()
  return useQuery({
    queryKey: ["claimCost", chainId, escrow, account ?? null, rentals.map(({ salt }) => salt)],
    queryFn: async (): Promise<ClaimCost> => {
      const [{ estimateFees }, { estimateRequest, prepareRequest, settlementBatches }, { getDollarValue }] =
        await Promise.all([
          import("@gpuflow/escrow"),
          import("@gpuflow/escrow/requests"),
          import("@gpuflow/escrow/plan"),
        ])
      const client = config.getClient({ chainId })
      const from = account ?? escrow
      const batches = settlementBatches(rentals)
      const [{ maxFeePerGas }, ...gas] = await Promise.all([
        estimateFees(client),
        ...batches.map(async (batch) => {
          const request = await prepareRequest(client, "settleMany", { escrow, rentals: batch, account: from })
          return estimateRequest(client, { request, account: from })
        }),
      ])
      const fee = gas.reduce((sum, one) => sum + one, 0n) * maxFeePerGas
      const dollars = await getDollarValue(client, { token: zeroAddress, amount: fee }).then(
        (value) => value.dollars,
        () => undefined,
      )
      return { transactions: batches.length, fee, dollars }
    },
    enabled: rentals.length > 0,
    staleTime: 30_000,
    retry: 1,
    structuralSharing: false,
  })
}
