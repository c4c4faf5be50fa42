import { estimateFees } from "@gpuflow/escrow"
import type { PreparedRequest } from "@gpuflow/escrow/requests"
import { useQuery } from "@tanstack/react-query"
import type { Address, Client } from "viem"
import { estimateGas } from "viem/actions"
import { useConfig, useConnection } from "wagmi"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import {
  callsToEstimate,
  type GasStep,
  gasInAll,
  gasOfPaying,
  gasOfSteps,
  type Paying,
  type StepGas,
} from "./networkGas.ts"

/** What the network takes, wei at the present price. Otherwise than estimated by the node, it is about that. */
export type NetworkFee = { readonly amount: bigint; readonly isEstimated: boolean }

export type NetworkFees = {
  /** Of each step. Undefined: it costs nothing, or it is not known yet. */
  readonly ofSteps: readonly (NetworkFee | undefined)[]
  readonly inAll: NetworkFee | undefined
}

/** What the network takes for a plan's transactions. Without a plan, for a payment in one call. */
export function useNetworkFees(
  steps: readonly GasStep[] | undefined,
  paying: Paying,
  { enabled = true }: { readonly enabled?: boolean } = {},
): NetworkFees {
  const { chainId } = useDeployment()
  const { address } = useConnection()
  const config = useConfig()
  const calls = callsToEstimate(steps ?? [])
  const { data: price } = useQuery({
    queryKey: ["fees", chainId],
    queryFn: async () => (await estimateFees(config.getClient({ chainId }))).maxFeePerGas,
    enabled,
    staleTime: 30_000,
    structuralSharing: false,
  })
  const { data: gas } = useQuery({
    queryKey: ["gas", chainId, address, calls.map(({ to, data, value }) => [to, data, String(value)])],
    queryFn: () => estimate(config.getClient({ chainId }), address, calls),
    enabled: enabled && calls.length > 0,
    staleTime: 30_000,
    structuralSharing: false,
  })
  const isKnown = calls.length === 0 || gas !== undefined
  const estimates = new Map(
    calls.flatMap((call, index) => {
      const found = gas?.[index]
      return found === undefined ? [] : [[call, found] as const]
    }),
  )
  const ofSteps = steps && isKnown ? gasOfSteps(steps, paying, estimates) : []
  const inAll = steps
    ? isKnown
      ? gasInAll(steps, ofSteps)
      : undefined
    : { gas: gasOfPaying(paying), isEstimated: false }
  const feeOf = (one: StepGas | undefined): NetworkFee | undefined =>
    one && price !== undefined ? { amount: one.gas * price, isEstimated: one.isEstimated } : undefined
  return { ofSteps: ofSteps.map(feeOf), inAll: feeOf(inAll) }
}

/** Undefined of a call that the node refuses, which the plan itself says in words. */
function estimate(
  client: Client,
  account: Address | undefined,
  calls: readonly PreparedRequest[],
): Promise<readonly (bigint | undefined)[]> {
  return Promise.all(
    calls.map(({ to, data, value }) => {
      return estimateGas(client, { to, data, value, ...(account && { account }) }).catch(() => undefined)
    }),
  )
}
