"use client"

// What the hooks of the reads share.
import {
  type UseQueryOptions,
  type UseQueryResult,
  useIsMutating,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query"
import { useConfig } from "wagmi"

import type { Reads } from "../core/port.ts"
import type { AccountParameters } from "../viem/accountParameters.ts"
import type { QueryError } from "./errors.ts"
import { useIsFollowed } from "./followers.ts"
import { KEY_ROOT, type ReadKey } from "./keys.ts"
import { type QueryParameters, type ReadQuery, readOptions } from "./readQuery.ts"
import { useConnectedAccount } from "./useConnectedAccount.ts"

/** Parameters of a hook: those of the read, any of which may not be known yet, the chain, and TanStack Query's options. */
export type UseReadParameters<parameters, data, selected = data> = QueryParameters<parameters> & {
  /** Options of TanStack Query's `useQuery`, such as `enabled`, `select` or `refetchInterval`. */
  readonly query?: UseReadOptions<data, selected> | undefined
}

/** Options of `useQuery`, apart from the key and the function. */
export type UseReadOptions<data, selected = data> = Partial<
  Omit<UseQueryOptions<data, QueryError, selected, ReadKey<data>>, "queryKey" | "queryFn" | "queryKeyHashFn">
>

/** Result of a hook: TanStack Query's. */
export type UseReadResult<data> = UseQueryResult<data, QueryError>

/** Reads on the escrow's chain, and reads again while the answer can change. */
export function useRead<parameters, data, selected, chain extends Reads>(
  read: ReadQuery<parameters, data, chain>,
  given: UseReadParameters<parameters, data, selected>,
): UseReadResult<selected> {
  const { query = {}, ...parameters } = given
  const source = useConfig()
  const queries = useQueryClient()
  // The rest of the parameters is what the query takes. The compiler does not see through the mapped type.
  const known = parameters as QueryParameters<parameters>
  const options = readOptions(read, source, known)
  const [, scope] = options.queryKey
  const isPending = useIsMutating({ mutationKey: [KEY_ROOT] }) > 0
  const isFollowed = useIsFollowed(queries, scope)
  return useQuery<data, QueryError, selected, ReadKey<data>>({
    ...options,
    refetchInterval: (query) => options.refetchInterval(query, { isPending, isFollowed }),
    ...query,
    enabled: options.enabled ? (query.enabled ?? true) : false,
  })
}

/** As `useRead`, for a plan of the connected wallet. */
export function usePlan<parameters extends AccountParameters, data, selected>(
  read: ReadQuery<parameters, data>,
  given: UseReadParameters<parameters, data, selected>,
): UseReadResult<selected> {
  const connected = useConnectedAccount()
  const account = given.account ?? connected
  return useRead({ ...read, needs: `${read.needs} account` }, { ...given, account })
}
