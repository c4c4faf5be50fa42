// The platform's fees of an account's rentals: what its record has cost, because nobody gets them back. An index knows them.
// Without one, they are counted from the chain's own events once the reader asks for it, as that takes many calls.
import { escrowQueryKey } from "@gpuflow/escrow/react"
import { type QueryClient, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { Address, Client } from "viem"
import { type Config, useConfig } from "wagmi"

import { depositsOf, readPayments } from "../chain/payments.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"

export type FeesPaid = {
  readonly source: "index" | "chain"
  readonly byToken: ReadonlyMap<Address, bigint>
  readonly rentals: number
  /** Whether it has more rentals, which are not counted. */
  readonly hasMore: boolean
  /** A host's place among all hosts by these fees. */
  readonly rank: number | undefined
}

type Party = { readonly as: "host" | "renter"; readonly account: Address }

/** Rentals of a renter that are counted at most. */
const MOST = 500

/** `fees` is null where no index answers: `count` then counts them from the chain. */
export function useFeesPaid({ as, account }: Party) {
  const config: Config = useConfig()
  const deployment = useDeployment()
  const { chainId, escrow, servers } = deployment
  const [isCounted, setCounted] = useState(false)
  const key = [...escrowQueryKey({ chainId, escrow }), "feesPaid", as, account]
  const indexed = useQuery({
    queryKey: [...key, servers],
    queryFn: async ({ signal }) => fromIndex(config.getClient({ chainId }), deployment, { as, account }, signal),
    staleTime: 60_000,
    structuralSharing: false,
  })
  const counted = useQuery({
    queryKey: [...key, "chain"],
    queryFn: async ({ client: queries, signal }) => fromChain({ config, deployment, queries }, { as, account }, signal),
    enabled: isCounted && indexed.data === null,
    staleTime: 60_000,
    structuralSharing: false,
  })
  return {
    fees: indexed.data ?? counted.data ?? (indexed.data === null ? null : undefined),
    isCounting: counted.isFetching,
    hasFailed: counted.isError,
    count: () => {
      if (isCounted) void counted.refetch()
      else setCounted(true)
    },
  }
}

async function fromIndex(
  client: Client,
  { escrow, servers }: Deployment,
  { as, account }: Party,
  signal: AbortSignal,
): Promise<FeesPaid | null> {
  const { readServer, readServerItems } = await import("@gpuflow/escrow/server")
  for (const server of servers) {
    const asked = { server, escrow, signal } as const
    const reading = async (): Promise<FeesPaid> => {
      if (as === "host") {
        const query = { host: account }
        const { record, rank } = await readServer(client, { ...asked, operation: "getHost", query })
        const byToken = new Map(record.feesPaid.map(({ token, amount }) => [token, amount] as const))
        return { source: "index", byToken, rentals: record.rentals, hasMore: false, rank: rank ?? undefined }
      }
      const query = { renter: account, limit: 100 }
      const byToken = new Map<Address, bigint>()
      let rentals = 0
      for await (const { terms, fee } of readServerItems(client, { ...asked, operation: "listRentals", query })) {
        if (rentals === MOST) return { source: "index", byToken, rentals, hasMore: true, rank: undefined }
        add(byToken, terms.offer.token, fee)
        rentals += 1
      }
      return { source: "index", byToken, rentals, hasMore: false, rank: undefined }
    }
    const found = await reading().catch((error: unknown) => {
      if (signal.aborted) throw error
      return undefined
    })
    if (found) return found
  }
  return null
}

async function fromChain(
  reading: { readonly config: Config; readonly deployment: Deployment; readonly queries: QueryClient },
  { as, account }: Party,
  signal: AbortSignal,
): Promise<FeesPaid> {
  const { chainId, escrow, fromBlock } = reading.deployment
  const deposits = await depositsOf(reading, as === "host" ? { host: account } : { renter: account })
  const tokens = new Map(deposits.map(({ args }) => [args.id, args.rental.offer.token]))
  const client = reading.config.getClient({ chainId })
  const first = deposits[0]?.blockNumber ?? fromBlock
  const byToken = new Map<Address, bigint>()
  for (const { args } of await readPayments(client, { escrow, ids: [...tokens.keys()], fromBlock: first, signal })) {
    const token = tokens.get(args.id)
    if (token) add(byToken, token, args.fee)
  }
  return { source: "chain", byToken, rentals: tokens.size, hasMore: false, rank: undefined }
}

function add(sums: Map<Address, bigint>, token: Address, amount: bigint): void {
  sums.set(token, (sums.get(token) ?? 0n) + amount)
}
