"use client"

// What the hooks that write share.
import {
  type QueryClient,
  type UseMutationOptions,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query"
import { useCallback } from "react"
import { type Config, useConfig } from "wagmi"

import type { Progress } from "../core/progress.ts"
import type { Address } from "../types.ts"
import type { QueryError } from "./errors.ts"
import { invalidateEscrow } from "./invalidate.ts"
import { KEY_ROOT } from "./keys.ts"
import { type Phase, type Run, usePhase } from "./phase.ts"
import { chainIdOf } from "./source.ts"
import { type ConnectedWallet, connectedWallet, switchWallet } from "./wallet.ts"

/** Options of `useRentalAction`, `useRent` and `usePayment`. */
export type ActionOptions<data, variables> = {
  /**
   * The chain to write on, whatever chain the wallet is on. Default: that of the deployment with the escrow's address,
   * or else Polygon, or else the first of wagmi's configuration.
   */
  readonly chainId?: number | undefined
  /** Options of TanStack Query's `useMutation`, such as `onSuccess`. */
  readonly mutation?:
    | Partial<Omit<UseMutationOptions<data, QueryError, variables>, "mutationFn" | "mutationKey">>
    | undefined
}

/** What the mutations of this entry add to TanStack Query's. */
export type ActionResult<data, variables> = UseMutationResult<data, QueryError, variables> & {
  /** How far it has come. */
  readonly phase: Phase
  /** The latest report of the SDK: the step, what the wallet is asked, or the hash. */
  readonly progress: Progress | undefined
  /** Ends the wait. A transaction that was sent already is not taken back. */
  readonly cancel: () => void
  /** Asks the wallet to switch to the escrow's chain, after `WrongChain`. */
  readonly switchChain: () => Promise<void>
}

/** What a mutation works with. */
export type MutationContext = Pick<Run, "signal" | "onProgress"> & {
  readonly config: Config
  readonly queries: QueryClient
  readonly chainId: number
  /** The connected wallet on the escrow's chain. It is asked for when it is called. */
  readonly wallet: () => Promise<ConnectedWallet>
}

export type EscrowMutation<data, variables> = {
  readonly first: Phase
  /** Where it writes: the escrow, and the chain if the variables name it. */
  readonly placeOf: (variables: variables) => {
    readonly escrow?: Address | undefined
    readonly chainId?: number | undefined
  }
  readonly run: (variables: variables, context: MutationContext) => Promise<data>
}

/** A mutation on the escrow's chain, with phases. Afterwards the queries of the escrow are read again. */
export function useEscrowMutation<data, variables>(
  { first, placeOf, run }: EscrowMutation<data, variables>,
  { chainId: given, mutation: overrides }: ActionOptions<data, variables>,
): ActionResult<data, variables> {
  const config = useConfig()
  const queries = useQueryClient()
  const { begin, phase, progress, cancel, reset } = usePhase()
  const chainOf = (variables: variables | undefined) => {
    const { escrow, chainId } = variables === undefined ? {} : placeOf(variables)
    return chainIdOf(config, { chainId: given ?? chainId, escrow })
  }
  const mutation = useMutation<data, QueryError, variables>({
    ...overrides,
    mutationKey: [KEY_ROOT],
    mutationFn: async (variables) => {
      const { signal, onProgress, show } = begin(first)
      const chainId = chainOf(variables)
      const wallet = () => connectedWallet(config, chainId)
      try {
        const data = await run(variables, { config, queries, chainId, signal, onProgress, wallet })
        show("done")
        return data
      } catch (error) {
        show("failed")
        throw error
      } finally {
        void invalidateEscrow(queries, { chainId, escrow: placeOf(variables).escrow })
      }
    },
  })
  const chain = chainOf(mutation.variables)
  const switchChain = useCallback(() => switchWallet(config, chain), [config, chain])
  return {
    ...mutation,
    reset: () => {
      reset()
      mutation.reset()
    },
    phase,
    progress,
    cancel,
    switchChain,
  }
}
