"use client"

import { type UseMutationOptions, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Client } from "viem"
import { useConfig } from "wagmi"

import type { Progress } from "../core/progress.ts"
import type { Address } from "../types.ts"
import type { QueryError } from "./errors.ts"
import { invalidateEscrow } from "./invalidate.ts"
import { KEY_ROOT } from "./keys.ts"
import { type Phase, usePhase } from "./phase.ts"
import { chainIdOf } from "./source.ts"
import { useSwitchToChain } from "./useSwitchToChain.ts"
import { connectedWallet } from "./wallet.ts"

/** Options of `useRentalAction` and of `useRent`. */
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

/** A verb of the SDK: a function of a client and its parameters. */
export type Verb<variables, data> = (client: Client, parameters: variables) => Promise<data>

/**
 * Runs a verb as a mutation with the connected wallet, on the escrow's chain. It reports how far it has come, and can be
 * cancelled. Afterwards the queries of the escrow are read again, without holding up the result.
 *
 * @example
 * import { type Rental, stop } from "@gpuflow/escrow"
 * import { useRentalAction } from "@gpuflow/escrow/react"
 *
 * export function useStopButton(rental: Rental) {
 *   const { mutate, phase, error } = useRentalAction(stop)
 *   return { onClick: () => mutate({ escrow: "0x…", rental }), label: error?.message ?? (phase === "idle" ? "Stop" : phase) }
 * }
 *
 * @param verb The verb, such as `stop`; also `signOffer` and `signPermit`
 * @param options The chain, and options of TanStack Query
 * @returns TanStack Query's mutation with `phase`, `progress`, `cancel` and `switchChain`
 */
export function useRentalAction<variables extends { readonly escrow?: Address }, data>(
  verb: Verb<variables, data>,
  options: ActionOptions<data, variables> = {},
): ActionResult<data, variables> {
  const { chainId, mutation: overrides } = options
  const config = useConfig()
  const queries = useQueryClient()
  const { begin, phase, progress, cancel, reset } = usePhase()
  const mutation = useMutation<data, QueryError, variables>({
    ...overrides,
    mutationKey: [KEY_ROOT],
    mutationFn: async (variables) => {
      const { signal, onProgress, show } = begin("checking")
      const chain = chainIdOf(config, { chainId, ...variables })
      try {
        const { client, options } = await connectedWallet(config, chain)
        const data = await verb(client, { signal, onProgress, ...options, ...variables })
        show("done")
        return data
      } catch (error) {
        show("failed")
        throw error
      } finally {
        void invalidateEscrow(queries, { chainId: chain, escrow: variables.escrow })
      }
    },
  })
  const switchChain = useSwitchToChain(chainId, mutation)
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
