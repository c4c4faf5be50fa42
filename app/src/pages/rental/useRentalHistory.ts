// What has happened to a rental, from the chain itself: its events, and the times of their blocks.
import type { EscrowEvent } from "@gpuflow/escrow"
import { useEvents } from "@gpuflow/escrow/react"
import { useQueries } from "@tanstack/react-query"
import type { Hex } from "viem"
import { getBlock } from "viem/actions"
import { useConfig } from "wagmi"

import { useDeployment } from "../../settings/SettingsProvider.tsx"

export type Happening = {
  readonly event: EscrowEvent
  /** Seconds since 1970. Undefined until its block was read. */
  readonly at: bigint | undefined
}

export function useRentalHistory(id: Hex, fromBlock: bigint | undefined): readonly Happening[] {
  const { chainId, escrow } = useDeployment()
  const config = useConfig()
  const { events } = useEvents({ chainId, escrow, id, fromBlock, enabled: fromBlock !== undefined })
  const blocks = [...new Set(events.map(({ blockNumber }) => blockNumber))]
  const times = useQueries({
    queries: blocks.map((blockNumber) => ({
      queryKey: ["blockTime", chainId, String(blockNumber)],
      queryFn: async () => {
        if (blockNumber === null) throw new Error("The block is not known yet.")
        const { timestamp } = await getBlock(config.getClient({ chainId }), { blockNumber })
        return timestamp
      },
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  return events.map((event) => ({ event, at: times[blocks.indexOf(event.blockNumber)]?.data }))
}
