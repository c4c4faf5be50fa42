// Follows the escrow's events for the whole page: what they change is read again.
import { useEvents } from "@gpuflow/escrow/react"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"

import { OFFERS_KEY } from "../server/offersQuery.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { useHead } from "./useHead.ts"

export function EventFollower() {
  const { chainId, escrow } = useDeployment()
  const queries = useQueryClient()
  const fromBlock = useFirstBlock(chainId)
  useEvents({
    chainId,
    escrow,
    // From a later block on, everything that the page has read until then would have to be read again.
    fromBlock,
    enabled: fromBlock !== undefined,
    onBatch: ({ added, removed }) => {
      if (added.length + removed.length > 0) void queries.invalidateQueries({ queryKey: [OFFERS_KEY] })
    },
  })
  return null
}

/** The first block that the page has seen of a chain. */
function useFirstBlock(chainId: number): bigint | undefined {
  const head = useHead().data
  const [first, setFirst] = useState<{ readonly chainId: number; readonly block: bigint }>()
  if (head && first?.chainId !== chainId) setFirst({ chainId, block: head.number })
  return first?.chainId === chainId ? first.block : undefined
}
