// An arbiter's disputes: from an index, with their states from the escrow, or from the chain's own events.
import { idOf, type Rental, type RentalState } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { escrowQueryKey } from "@gpuflow/escrow/react"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { type Address, type Client, getAbiItem, type Hash, type Hex, isAddressEqual } from "viem"
import { getLogs } from "viem/actions"
import { type Config, useConfig } from "wagmi"

import { inPieces } from "../chain/logPieces.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"
import { type Known, readKnown } from "./knownServer.ts"
import { type TokenInfo, tokensOf } from "./tokensOf.ts"

/** What a party said. */
export type Said = {
  readonly key: string
  readonly side: "renter" | "host"
  readonly party: Address
  readonly uri: string
  /** Seconds since 1970. Undefined until its block was read. */
  readonly at: bigint | undefined
}

export type ListedDispute = {
  readonly id: Hex
  readonly rental: Rental
  readonly state: RentalState
  readonly token: TokenInfo | undefined
  /** As a server tells it. Undefined without one: the chain is asked once a dispute is opened. */
  readonly said: readonly Said[] | undefined
}

export type DisputeList = Known & { readonly disputes: readonly ListedDispute[] }

type Found = Omit<ListedDispute, "token">
type Reading = { readonly deployment: Deployment; readonly arbiter: Address; readonly signal: AbortSignal }

/** Disputes that are read of an arbiter, the open ones first. */
const MOST = 500
const INTERVAL = 30_000

export function useDisputeList(arbiter: Address | undefined) {
  const config: Config = useConfig()
  const deployment = useDeployment()
  const { chainId, escrow, servers } = deployment
  return useQuery({
    // What changes the escrow's queries changes this one.
    queryKey: [...escrowQueryKey({ chainId, escrow }), "disputeList", arbiter ?? null, servers],
    queryFn: async ({ signal }): Promise<DisputeList> => {
      if (!arbiter) throw new Error("There is no account.")
      const client = config.getClient({ chainId })
      const reading = { deployment, arbiter, signal }
      const { data, ...known } = await readKnown<readonly Found[]>(
        { client, deployment, signal },
        {
          fromServer: (server) => fromServer(client, server, reading),
          fromChain: ({ block }) => fromChain(client, block, reading),
        },
      )
      const addresses = data.map(({ rental }) => rental.offer.token)
      const tokens = new Map(
        (await tokensOf(client, { chainId, addresses })).map((token) => [token.address.toLowerCase(), token]),
      )
      const disputes = data.map((one) => ({ ...one, token: tokens.get(one.rental.offer.token.toLowerCase()) }))
      return { ...known, disputes }
    },
    enabled: arbiter !== undefined,
    placeholderData: keepPreviousData,
    staleTime: INTERVAL / 2,
    refetchInterval: INTERVAL,
    retry: 1,
    structuralSharing: false,
  })
}

async function fromServer(
  client: Client,
  server: string,
  { deployment: { escrow }, arbiter, signal }: Reading,
): Promise<readonly Found[]> {
  const [{ readServerItems, ServerMismatchError }, { getStates }] = await Promise.all([
    import("@gpuflow/escrow/server"),
    import("@gpuflow/escrow/watch"),
  ])
  const query = { arbiter, limit: 100 }
  const items = readServerItems(client, { server, escrow, operation: "listDisputes", query, signal })
  const listed: Omit<Found, "state">[] = []
  for await (const { rental, evidence } of items) {
    const { id, terms } = rental
    // The id is the hash of the terms, and the arbiter is one of them.
    const actual = idOf(terms)
    if (actual !== id.toLowerCase() || !isAddressEqual(terms.offer.arbiter, arbiter)) {
      throw new ServerMismatchError({ server, id, field: "terms", served: id, actual })
    }
    const said = evidence.map(({ party, role, uri, timestamp, transaction }, index) => ({
      key: `${transaction} ${index}`,
      side: role === "renter" ? ("renter" as const) : ("host" as const),
      ...{ party, uri, at: timestamp },
    }))
    listed.push({ id, rental: terms, said })
    if (listed.length === MOST) break
  }
  const states = await getStates(client, { escrow, ids: listed.map(({ id }) => id) })
  return listed.flatMap((one, index) => {
    const state = states[index]
    return state && state.status !== "None" ? [{ ...one, state }] : []
  })
}

const disputed = getAbiItem({ abi: escrowAbi, name: "Disputed" })

async function fromChain(
  client: Client,
  block: bigint,
  { deployment: { escrow, fromBlock }, arbiter }: Reading,
): Promise<readonly Found[]> {
  const { getRentals } = await import("@gpuflow/escrow/watch")
  const read = (first: bigint, last: bigint) =>
    getLogs(client, {
      address: escrow,
      event: disputed,
      args: { arbiter },
      fromBlock: first,
      toBlock: last,
      strict: true,
    })
  const logs = await inPieces(read, { fromBlock, toBlock: block })
  const ids: readonly Hash[] = [...new Set(logs.toReversed().map(({ args }) => args.id))].slice(0, MOST)
  const rentals = await getRentals(client, { escrow, ids })
  return rentals.map(({ id, rental, state }) => ({ id, rental, state, said: undefined }))
}
