// The offers of the boards, each checked at the chain by the SDK.
import type { FoundOffers, OfferFilters } from "@gpuflow/escrow/server"
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query"
import { getBlock } from "viem/actions"
import { type Config, useConfig } from "wagmi"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"
import type { TokenInfo } from "./tokensOf.ts"

/** The first part of the keys of these queries. */
export const OFFERS_KEY = "offers"

/** Offers that are read from each board, the cheapest first. */
export const MOST_OFFERS = 200
const MONTH = 30n * 86_400n
const INTERVAL = 30_000

export type Listed = FoundOffers & {
  /** The tokens of the offers. */
  readonly tokens: readonly TokenInfo[]
  /** Whether a board has an index, from which hosts have records. */
  readonly isIndexed: boolean
  /** The block at which they were checked. */
  readonly block: bigint
  /** Its time. */
  readonly timestamp: bigint
}

type Wanted = {
  /** Seconds. */
  readonly duration: bigint
  /** A part of the model's name, for boards that have more than can be read. */
  readonly model?: string | undefined
}

/** All that can be rented for a duration, now or within a month. Boards are asked for no more than that, because the
 * counts beside the filters are about all of it. */
function offersOptions(config: Config, { chainId, escrow, boards }: Deployment, { duration, model }: Wanted) {
  return queryOptions({
    queryKey: [OFFERS_KEY, chainId, escrow, boards, String(duration), model ?? null],
    queryFn: async ({ signal }): Promise<Listed> => {
      const [{ findOffers, readServer }, { tokensOf }] = await Promise.all([
        import("@gpuflow/escrow/server"),
        import("./tokensOf.ts"),
      ])
      const client = config.getClient({ chainId })
      const { number: block, timestamp } = await getBlock(client)
      const filters: OfferFilters = { duration, freeBy: timestamp + MONTH, ...(model && { gpu: [model] }) }
      const hasIndex = (server: string) =>
        readServer(client, { server, escrow, operation: "getMeta", signal }).then(
          ({ rooms }) => rooms.includes("index"),
          () => false,
        )
      const [found, indexed] = await Promise.all([
        findOffers(client, { escrow, boards, filters, maxOffers: MOST_OFFERS, signal }),
        Promise.all(boards.map(hasIndex)),
      ])
      const isIndexed = indexed.some(Boolean)
      const addresses = found.offers.map(({ signed }) => signed.offer.token)
      return { ...found, tokens: await tokensOf(client, { chainId, addresses }), isIndexed, block, timestamp }
    },
    enabled: boards.length > 0,
    // What is shown stays until there is better.
    placeholderData: keepPreviousData,
    staleTime: INTERVAL / 2,
    refetchInterval: INTERVAL,
    retry: 1,
    // Errors of boards are data. They are objects of classes, which stay what they are.
    structuralSharing: false,
  })
}

export function useOffers(wanted: Wanted) {
  return useQuery(offersOptions(useConfig(), useDeployment(), wanted))
}
