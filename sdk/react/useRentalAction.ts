"use client"

import type { Client } from "viem"

import type { Address } from "../types.ts"
import { type ActionOptions, type ActionResult, useEscrowMutation } from "./useEscrowMutation.ts"

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
  return useEscrowMutation(
    {
      first: "checking",
      placeOf: ({ escrow }) => ({ escrow }),
      run: async (variables, { wallet, signal, onProgress }) => {
        const { client, options } = await wallet()
        return verb(client, { signal, onProgress, ...options, ...variables })
      },
    },
    options,
  )
}
