// Follows the escrow's events for the whole page: what they change is read again.
import { useEvents } from "@gpuflow/escrow/react"
import { useQueryClient } from "@tanstack/react-query"

import { OFFERS_KEY } from "../server/offersQuery.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"

export function EventFollower() {
  const { chainId, escrow } = useDeployment()
  const queries = useQueryClient()
  useEvents({
    chainId,
    escrow,
    onBatch: ({ added, removed }) => {
      if (added.length + removed.length > 0) void queries.invalidateQueries({ queryKey: [OFFERS_KEY] })
    },
  })
  return null
}
