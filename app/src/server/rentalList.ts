// The rentals of a renter or of a host: from an index, each compared with the escrow, or from the chain's own events.
import type { Reason, Rental, RentalState } from "@gpuflow/escrow"
import { escrowQueryKey } from "@gpuflow/escrow/react"
import type { IndexedRentals } from "@gpuflow/escrow/server"
import { keepPreviousData, type QueryClient, useQuery } from "@tanstack/react-query"
import type { Address, Client, Hex } from "viem"
import { type Config, useConfig } from "wagmi"

import { depositsOf, type Party } from "../chain/payments.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"
import { type Known, readKnown } from "./knownServer.ts"
import { type TokenInfo, tokensOf } from "./tokensOf.ts"

/** Rentals that are read of an account, the open ones first. */
export const MOST_RENTALS = 1_000
const INTERVAL = 30_000

/** How a rental ended. */
type Ending = {
  readonly reason: Reason
  readonly at: bigint
  /** Base units in all: to the host net of the fee, and back to the renter, with what came from the bond. */
  readonly toHost: bigint
  readonly fee: bigint
  readonly toRenter: bigint
  readonly bondToRenter: bigint
}

export type ListedRental = {
  readonly id: Hex
  readonly rental: Rental
  readonly state: RentalState
  /** Seconds since 1970. Undefined before it has started, and where only an index knows it. */
  readonly startedAt: bigint | undefined
  /** Undefined while it is open, and where only an index knows it. */
  readonly ending: Ending | undefined
  readonly token: TokenInfo | undefined
}

export type RentalList = Known & {
  readonly rentals: readonly ListedRental[]
  readonly tokens: readonly TokenInfo[]
  readonly hasMore: boolean
}

type Found = { readonly rentals: readonly Omit<ListedRental, "token">[]; readonly hasMore: boolean }

export function useRentalList(party: Party | undefined) {
  const config: Config = useConfig()
  const deployment = useDeployment()
  const { chainId, escrow, servers } = deployment
  return useQuery({
    // What changes the escrow's queries changes this one.
    queryKey: [...escrowQueryKey({ chainId, escrow }), "rentalList", party ?? null, servers],
    queryFn: async ({ client: queries, signal }): Promise<RentalList> => {
      if (!party) throw new Error("There is no account.")
      const client = config.getClient({ chainId })
      const { data, ...known } = await readKnown<Found>(
        { client, deployment, signal },
        {
          fromServer: (server) => fromServer(client, { server, escrow, party, signal }),
          fromChain: () => fromChain(client, { config, deployment, queries, party }),
        },
      )
      const tokens = await tokensOf(client, {
        chainId,
        addresses: data.rentals.map(({ rental }) => rental.offer.token),
      })
      const tokenOf = new Map(tokens.map((token) => [token.address.toLowerCase(), token]))
      const rentals = data.rentals.map((one) => ({
        ...one,
        token: tokenOf.get(one.rental.offer.token.toLowerCase()),
      }))
      return { ...known, rentals, tokens, hasMore: data.hasMore }
    },
    enabled: party !== undefined,
    placeholderData: keepPreviousData,
    staleTime: INTERVAL / 2,
    refetchInterval: INTERVAL,
    retry: 1,
    structuralSharing: false,
  })
}

type Reading = { readonly party: Party; readonly signal: AbortSignal }

async function fromServer(
  client: Client,
  { server, escrow, party, signal }: Reading & { readonly server: string; readonly escrow: Address },
): Promise<Found> {
  const { readServerItems } = await import("@gpuflow/escrow/server")
  const query = { ...party, sort: "deadline", limit: 100 } as const
  const items = readServerItems(client, { server, escrow, operation: "listRentals", query, verify: true, signal })
  const rentals: Found["rentals"][number][] = []
  for await (const item of items) {
    if (rentals.length === MOST_RENTALS) return { rentals, hasMore: true }
    rentals.push(listed(item))
  }
  return { rentals, hasMore: false }
}

function listed(item: IndexedRentals["items"][number]): Found["rentals"][number] {
  const { id, terms, reason, closedAt, startedAt, toHost, fee, toRenter, bondToRenter } = item
  return {
    id,
    rental: terms,
    // The names are those of the state, which the answer holds among others.
    state: item,
    startedAt,
    ending:
      reason === undefined || closedAt === undefined
        ? undefined
        : { reason, at: closedAt, toHost, fee, toRenter, bondToRenter },
  }
}

type FromChain = {
  readonly config: Config
  readonly deployment: Deployment
  readonly queries: QueryClient
  readonly party: Party
}

async function fromChain(client: Client, { party, ...reading }: FromChain): Promise<Found> {
  const { escrow } = reading.deployment
  const [{ getStates }, deposits] = await Promise.all([import("@gpuflow/escrow/watch"), depositsOf(reading, party)])
  const newest = deposits.toReversed().slice(0, MOST_RENTALS)
  const states = await getStates(client, { escrow, ids: newest.map(({ args }) => args.id) })
  const rentals = newest.flatMap(({ args }, index) => {
    const state = states[index]
    if (!state) return []
    return [{ id: args.id, rental: args.rental, state, startedAt: startOf(state), ending: undefined }]
  })
  return { rentals, hasMore: deposits.length > newest.length }
}

/** While it runs, the state began with the start. */
function startOf({ status, since, billedSeconds }: RentalState): bigint | undefined {
  if (status === "Active") return since
  return status === "Interrupted" ? since - billedSeconds : undefined
}
