// A host's live offers on the boards, each checked at the chain.
import { escrowQueryKey } from "@gpuflow/escrow/react"
import type { FoundOffer } from "@gpuflow/escrow/server"
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import type { Address } from "viem"
import { getBlock } from "viem/actions"
import { useConfig } from "wagmi"

import { OFFERS_KEY } from "../../server/offersQuery.ts"
import { type TokenInfo, tokensOf } from "../../server/tokensOf.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"

const isWithoutBond = ({ reason }: { readonly reason: string }) => reason === "InsufficientBond"
const YEAR = 366n * 86_400n

export type HostOffers = {
  readonly offers: readonly FoundOffer[]
  readonly tokens: readonly TokenInfo[]
  /** Offers of the host that the escrow would refuse, because its free bond is too small. */
  readonly withoutBond: number
  /** Whether a board answered. */
  readonly isKnown: boolean
}

/** The key of these queries, below that of all offers. */
const HOST_OFFERS_KEY = [OFFERS_KEY, "host"] as const

export function useHostOffers(host: Address | undefined) {
  const config = useConfig()
  const { chainId, escrow, boards } = useDeployment()
  const queries = useQueryClient()
  const queryKey = [...HOST_OFFERS_KEY, ...escrowQueryKey({ chainId, escrow }), boards, host ?? null]
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<HostOffers> => {
      if (!host || boards.length === 0) return { offers: [], tokens: [], withoutBond: 0, isKnown: false }
      const { findOffers } = await import("@gpuflow/escrow/server")
      const client = config.getClient({ chainId })
      const { timestamp } = await getBlock(client)
      // Also those of machines that are rented now.
      const filters = { host, freeBy: timestamp + YEAR }
      const { offers, sources } = await findOffers(client, { escrow, boards, filters, signal })
      const isKnown = sources.some(({ error }) => error === undefined)
      // What a host is about to do with an offer stays open while its board is silent.
      const before = queries.getQueryData<HostOffers>(queryKey)
      if (!isKnown && before) return { ...before, isKnown }
      const addresses = offers.map(({ signed }) => signed.offer.token)
      return {
        offers,
        tokens: await tokensOf(client, { chainId, addresses }),
        withoutBond: Math.max(
          0,
          ...sources.flatMap(({ hidden }) => hidden.filter(isWithoutBond).map(({ count }) => count)),
        ),
        isKnown,
      }
    },
    enabled: host !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
    retry: 1,
    structuralSharing: false,
  })
}
