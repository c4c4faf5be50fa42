// What has happened to a rental, from the chain itself: its events, and the times of their blocks.
import type { EscrowEvent, EventCursor } from "@gpuflow/escrow"
import { rentalQueryKey } from "@gpuflow/escrow/react"
import { useQueries, useQuery } from "@tanstack/react-query"
import type { Address, Client, Hex } from "viem"
import { useConfig } from "wagmi"

import { blockTimeOptions } from "../../chain/blockTime.ts"
import { joined, NEAR_BLOCKS } from "../../chain/events.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"

export type Happening = {
  readonly event: EscrowEvent
  /** Seconds since 1970. Undefined until its block was read. */
  readonly at: bigint | undefined
}

const INTERVAL = 30_000

/**
 * The page's follower of the events makes it read on. A follower of its own would take the rental's past for news, and
 * make the whole page read again.
 */
export function useRentalHistory(id: Hex, fromBlock: bigint | undefined): readonly Happening[] {
  const { chainId, escrow } = useDeployment()
  const config = useConfig()
  const client = config.getClient({ chainId })
  const { data } = useQuery({
    queryKey: [...rentalQueryKey({ chainId, escrow, id }), "history"],
    queryFn: async ({ client: queries, queryKey, signal }): Promise<History> => {
      if (fromBlock === undefined) throw new Error("The deposit's block is not known yet.")
      const wanted = { escrow, id, fromBlock, signal }
      const known = queries.getQueryData<History>(queryKey)
      if (!known) return readHistory(client, wanted)
      return readHistory(client, wanted, known).catch((error: unknown) => {
        // The chain has replaced what was read before.
        if (!["ReorgTooDeep", "WrongCursor"].includes(String(Object(error).code))) throw error
        return readHistory(client, wanted)
      })
    },
    enabled: fromBlock !== undefined,
    refetchInterval: ({ state }) => (state.data?.events.at(-1)?.eventName === "Closed" ? false : INTERVAL),
    structuralSharing: false,
  })
  const events = data?.events ?? []
  const blocks = [...new Set(events.map(({ blockNumber }) => blockNumber))]
  const times = useQueries({ queries: blocks.map((block) => blockTimeOptions({ client, chainId }, block)) })
  return events.map((event) => ({ event, at: times[blocks.indexOf(event.blockNumber)]?.data }))
}

type Wanted = {
  readonly escrow: Address
  readonly id: Hex
  readonly fromBlock: bigint
  readonly signal: AbortSignal
}
type History = { readonly events: readonly EscrowEvent[]; readonly cursor: EventCursor | undefined }

/** From the deposit on, or from where it was read before. */
async function readHistory(
  client: Client,
  { signal, ...wanted }: Wanted,
  known: History = { events: [], cursor: undefined },
): Promise<History> {
  const { watchEvents } = await import("@gpuflow/escrow/watch")
  let { events, cursor } = known
  const following = { ...wanted, cursor, maxReorgDepth: NEAR_BLOCKS, untilLatest: true, signal }
  for await (const batch of watchEvents(client, following)) {
    events = joined(events, batch)
    cursor = batch.cursor
  }
  // A follower that is told to end does so without an error.
  signal.throwIfAborted()
  return { events, cursor }
}
