import { queryOptions } from "@tanstack/react-query"
import type { Client } from "viem"
import { getClaims } from "../generated/viem/getClaims.ts"
import { getHostRecord } from "../generated/viem/getHostRecord.ts"
import { getMachine } from "../generated/viem/getMachine.ts"
import { getMarket } from "../generated/viem/getMarket.ts"
import { getRental } from "../generated/viem/getRental.ts"
import { idOf } from "../viem/viemOffer.ts"

/** The parts of a key. Whole numbers are text, because a key is serialized as JSON. */
type KeyPart = string | number

const keyOf = (name: string, client: Client, ...words: readonly KeyPart[]) =>
  ["rentalEscrow", name, client.chain?.id ?? client.uid, ...words] as const

/** Data that changes with the chain becomes stale after one block. */
const staleTime = 2_000

/**
 * TanStack Query's options for `getRental`, for prefetching, for `useQueries`, and for other frameworks.
 *
 * @example
 * import { rentalQuery } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * await new QueryClient().prefetchQuery(rentalQuery(client, { escrow: "0x…", id: "0x…" }))
 *
 * @param client A viem client
 * @param parameters The parameters of `getRental`
 * @returns The query's key and function
 */
export function rentalQuery(client: Client, parameters: getRental.Parameters) {
  const { escrow, id, blockNumber } = parameters
  return queryOptions({
    queryKey: keyOf("rental", client, escrow, id, String(blockNumber)),
    queryFn: () => getRental(client, parameters),
    staleTime,
  })
}

/**
 * TanStack Query's options for `getClaims`.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { claimsQuery } from "@gpuflow/escrow/react"
 * import type { Client } from "viem"
 *
 * const options = (client: Client, rentals: Rental[]) => claimsQuery(client, { escrow: "0x…", rentals })
 *
 * @param client A viem client
 * @param parameters The parameters of `getClaims`
 * @returns The query's key and function
 */
export function claimsQuery(client: Client, parameters: getClaims.Parameters) {
  const { escrow, rentals } = parameters
  return queryOptions({
    queryKey: keyOf("claims", client, escrow, ...rentals.map(idOf)),
    queryFn: () => getClaims(client, parameters),
    staleTime,
  })
}

/**
 * TanStack Query's options for `getMachine`.
 *
 * @example
 * import { machineQuery } from "@gpuflow/escrow/react"
 * import type { Client } from "viem"
 *
 * const options = (client: Client) => machineQuery(client, { escrow: "0x…", host: "0x…", machine: "0x…" })
 *
 * @param client A viem client
 * @param parameters The parameters of `getMachine`
 * @returns The query's key and function
 */
export function machineQuery(client: Client, parameters: getMachine.Parameters) {
  const { escrow, host, machine, blockNumber } = parameters
  return queryOptions({
    queryKey: keyOf("machine", client, escrow, host, machine, String(blockNumber)),
    queryFn: () => getMachine(client, parameters),
    staleTime,
  })
}

/**
 * TanStack Query's options for `getMarket`.
 *
 * @example
 * import { marketQuery } from "@gpuflow/escrow/react"
 * import type { Client } from "viem"
 *
 * const options = (client: Client) => marketQuery(client, { escrow: "0x…", token: "0x…" })
 *
 * @param client A viem client
 * @param parameters The parameters of `getMarket`
 * @returns The query's key and function
 */
export function marketQuery(client: Client, parameters: getMarket.Parameters) {
  const { escrow, token, blockNumber } = parameters
  return queryOptions({
    queryKey: keyOf("market", client, escrow, token, String(blockNumber)),
    queryFn: () => getMarket(client, parameters),
    staleTime,
  })
}

/**
 * TanStack Query's options for `getHostRecord`.
 *
 * @example
 * import { hostRecordQuery } from "@gpuflow/escrow/react"
 * import type { Client } from "viem"
 *
 * const options = (client: Client) => hostRecordQuery(client, { escrow: "0x…", host: "0x…", fromBlock: 70_000_000n })
 *
 * @param client A viem client
 * @param parameters The parameters of `getHostRecord`
 * @returns The query's key and function
 */
export function hostRecordQuery(client: Client, parameters: getHostRecord.Parameters) {
  const { escrow, host, fromBlock, toBlock } = parameters
  return queryOptions({
    queryKey: keyOf("hostRecord", client, escrow, host, String(fromBlock), String(toBlock)),
    queryFn: () => getHostRecord(client, parameters),
    staleTime,
  })
}
