// A read as a query: its key, its function, and when it is repeated.
import type { QueryClient, QueryFunction, UseQueryOptions } from "@tanstack/react-query"

import type { Client } from "viem"
import { abortable } from "../core/abortable.ts"
import type { Chain, Reads } from "../core/port.ts"
import type { QueryError } from "./errors.ts"
import { type Activity, type Freshness, pollAfter, retryRead, timesOf } from "./freshness.ts"
import { type ReadKey, readKey } from "./keys.ts"
import { chainIdOf, clientOf, type QuerySource } from "./source.ts"

/** The parameters of a read, any of which may not be known yet, and the chain. */
export type QueryParameters<parameters> = Partially<parameters> & {
  /**
   * The chain to read, whatever chain the wallet is on. Default: that of the deployment with the escrow's address, or
   * else Polygon, or else the first of wagmi's configuration.
   */
  readonly chainId?: number | undefined
}

/** Every property may be missing. A union stays one. */
type Partially<parameters> = parameters extends unknown
  ? { readonly [name in keyof parameters]?: parameters[name] | undefined }
  : never

/** What the function of a query works with. */
export type ReadContext<data, chain = Chain> = {
  /** It is not asked any more once the query is cancelled. */
  readonly chain: chain
  readonly chainId: number
  readonly signal: AbortSignal
  readonly queries: QueryClient
  readonly source: QuerySource
  /** What the cache holds. */
  readonly previous: data | undefined
  /** Notes that the answer of this read stays as it is, so that it is not polled any more. */
  readonly noteFinal: () => void
}

/** A read, as the queries know it. */
export type ReadQuery<parameters, data, chain = Chain> = {
  readonly name: string
  /** Names rentals by their ids in the key, for a read that takes their terms. */
  readonly named?: (parameters: object) => object
  /** What the read needs of a client. A bundle then holds no more. */
  readonly connect: (client: Client) => chain
  /** The names of the parameters without which nothing is read. Of `id|rental`, one is enough. */
  readonly needs: string
  readonly freshness: Freshness
  readonly read: (context: ReadContext<data, chain>, parameters: parameters) => Promise<data>
}

/** TanStack Query's options for a read: the key, the function, and when it is repeated. */
export type ReadOptions<data> = Omit<
  UseQueryOptions<data, QueryError, data, ReadKey<data>>,
  "enabled" | "queryFn" | "queryKey" | "refetchInterval" | "select"
> & {
  readonly queryKey: ReadKey<data>
  readonly queryFn: QueryFunction<data, ReadKey<data>>
  /** Milliseconds until it is read again, or false if it does not change any more. */
  readonly refetchInterval: (query: Held, activity?: Activity) => number | false
  /** Whether everything is known that the read needs. */
  readonly enabled: boolean
}

export function readOptions<parameters, data, chain extends Reads>(
  query: ReadQuery<parameters, data, chain>,
  source: QuerySource,
  given: QueryParameters<parameters>,
): ReadOptions<data> {
  const { name, named, connect, needs, read } = query
  const chainId = chainIdOf(source, given)
  // The state of a past block does not change.
  const freshness = Reflect.get(given, "blockNumber") === undefined ? query.freshness : "constant"
  const queryKey: ReadKey<data> = readKey(name, chainId, named?.(given) ?? given)
  return {
    ...timesOf[freshness],
    queryKey,
    queryFn: async ({ client: queries, signal }) => {
      const chain = abortable(connect(clientOf(source, chainId)), signal)
      const query = Object(queries.getQueryCache().find<data>({ queryKey }))
      finals.delete(query)
      const noteFinal = () => {
        if (!signal.aborted) finals.add(query)
      }
      const context = { chain, chainId, signal, queries, source, previous: query.state?.data, noteFinal }
      // What is missing was not known when the key was made, and the read itself refuses it.
      return read(context, given as parameters)
    },
    enabled: isKnown(needs, given),
    retry: retryRead,
    // Its polls end by its own answer alone: when another query of the same rental finds it closed, this one may still
    // hold what was read before.
    refetchInterval: (query, activity) => {
      const conditions = { freshness, pollingInterval: pollingIntervalOf(source, chainId), ...activity }
      return !finals.has(query) && pollAfter(query.state.data, conditions)
    },
  }
}

/** The queries whose answer stays, although it does not say so itself. */
const finals = new WeakSet<object>()

type Held = { readonly state: { readonly data?: unknown } }

function isKnown(needs: string, given: object): boolean {
  return needs.split(" ").every((need) => need.split("|").some((name) => Reflect.get(given, name) !== undefined))
}

const DEFAULT_POLLING_INTERVAL = 4_000

export function pollingIntervalOf(source: QuerySource, chainId: number): number {
  try {
    return clientOf(source, chainId).pollingInterval
  } catch {
    // The read itself says what is missing.
    return DEFAULT_POLLING_INTERVAL
  }
}
