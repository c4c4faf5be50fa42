// Mandates of a renter that were executed. A mandate is a signature, so only its executions are on the chain.
import { escrowQueryKey } from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import type { Address, Hex } from "viem"
import { useConfig } from "wagmi"

import { readKnown } from "../../server/knownServer.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"

export type MandateUse = {
  readonly mandate: Hex
  readonly rental: Hex
  readonly executions: number
  /** Base units of the rental's token, tips included. */
  readonly spent: bigint
  readonly lastAt: bigint
}

/** From an index. Without one, they cannot be listed. */
export function useMandateUses(renter: Address | undefined) {
  const config = useConfig()
  const deployment = useDeployment()
  const { chainId, escrow, servers, mandateContract } = deployment
  return useQuery({
    queryKey: [...escrowQueryKey({ chainId, escrow }), "mandateUses", renter ?? null, servers],
    queryFn: async ({ signal }) => {
      const client = config.getClient({ chainId })
      return readKnown<readonly MandateUse[] | undefined>(
        { client, deployment, signal },
        {
          fromServer: async (server) => {
            const { readServerItems } = await import("@gpuflow/escrow/server")
            const query = renter ? { renter } : {}
            const uses: MandateUse[] = []
            for await (const use of readServerItems(client, {
              server,
              escrow,
              operation: "listMandates",
              query,
              signal,
            })) {
              uses.push(use)
            }
            return uses
          },
          fromChain: async () => undefined,
        },
      )
    },
    enabled: renter !== undefined && mandateContract !== undefined,
    refetchInterval: 60_000,
    retry: 1,
    structuralSharing: false,
  })
}
