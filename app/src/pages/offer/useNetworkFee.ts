import { estimateFees } from "@gpuflow/escrow"
import type { DepositStep } from "@gpuflow/escrow/plan"
import { useQuery } from "@tanstack/react-query"
import { useConfig } from "wagmi"

import { useDeployment } from "../../settings/SettingsProvider.tsx"

/** About the gas of each kind of transaction. A deposit is one with a bond in USDC, as docs/gas.md has it. */
const GAS: Readonly<Partial<Record<DepositStep["kind"], bigint>>> = {
  approve: 56_000n,
  deposit: 129_000n,
  batch: 176_000n,
  settle: 90_000n,
}

/** About what the network takes for a plan's transactions, wei. Undefined until it is known. */
export function useNetworkFee(
  steps: readonly { readonly kind: DepositStep["kind"] }[] | undefined,
): bigint | undefined {
  const { chainId } = useDeployment()
  const config = useConfig()
  const gas = steps?.reduce((sum, { kind }) => sum + (GAS[kind] ?? 0n), 0n)
  const { data: fees } = useQuery({
    queryKey: ["fees", chainId],
    queryFn: () => estimateFees(config.getClient({ chainId })),
    enabled: gas !== undefined,
    staleTime: 30_000,
    structuralSharing: false,
  })
  return gas === undefined || !fees ? undefined : gas * fees.maxFeePerGas
}
