"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useConfig } from "wagmi"

import type { PaymentStep } from "../core/plan/payment.ts"
import type { PaymentPlan, PlanPaymentParameters } from "../core/plan/planPayment.ts"
import type { RunPaymentResult } from "../core/plan/runPayment.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"
import { planPayment } from "../generated/viem/planPayment.ts"
import { runPayment } from "../generated/viem/runPayment.ts"
import type { QueryError } from "./errors.ts"
import { invalidateEscrow } from "./invalidate.ts"
import { KEY_ROOT } from "./keys.ts"
import { usePhase } from "./phase.ts"
import { chainIdOf } from "./source.ts"
import type { ActionOptions, ActionResult } from "./useRentalAction.ts"
import { useSwitchToChain } from "./useSwitchToChain.ts"
import { connectedWallet } from "./wallet.ts"

/** What to pay for: a plan of `planPayment` or `usePlanPayment`, or a verb with its parameters. */
export type PaymentVariables = (
  | { readonly plan: PaymentPlan }
  | (PlanPaymentParameters & { readonly plan?: undefined })
) &
  Pick<WaitOptions, "confirmations" | "finalized" | "stalledAfter"> & {
    /** Called with each step before it is signed or sent. An error that it throws stops the payment there. */
    readonly before?: ((step: PaymentStep) => unknown) | undefined
  }

/**
 * Plans `extend`, `dispute`, or `fundBond`, and carries the plan out with the connected wallet, on the escrow's chain:
 * the verbs that take money from their sender, with the fewest steps that the wallet and the token allow. `useRent` does
 * the same for a deposit.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { usePayment } from "@gpuflow/escrow/react"
 *
 * export function useDisputeButton(rental: Rental) {
 *   const { mutate, phase, error, cancel } = usePayment()
 *   const parameters = { escrow: "0x…", rental, evidenceURI: "ipfs://…" } as const
 *   return { onClick: () => mutate({ verb: "dispute", parameters }), cancel, label: error?.message ?? phase }
 * }
 *
 * @param options The chain, and options of TanStack Query
 * @returns TanStack Query's mutation with `phase`, `progress`, `cancel` and `switchChain`
 */
export function usePayment(
  options: ActionOptions<RunPaymentResult, PaymentVariables> = {},
): ActionResult<RunPaymentResult, PaymentVariables> {
  const { chainId, mutation: overrides } = options
  const config = useConfig()
  const queries = useQueryClient()
  const { begin, phase, progress, cancel, reset } = usePhase()
  const mutation = useMutation<RunPaymentResult, QueryError, PaymentVariables>({
    ...overrides,
    mutationKey: [KEY_ROOT],
    mutationFn: async (variables) => {
      const { signal, onProgress, show } = begin("planning")
      const { escrow } = parametersOf(variables)
      const chain = chainIdOf(config, { chainId: chainId ?? variables.plan?.chainId, escrow })
      try {
        const wallet = await connectedWallet(config, chain)
        const following = { signal, onProgress, ...wallet.options }
        const plan = variables.plan ?? (await planPayment(wallet.client, { ...variables, ...following }))
        const { confirmations, finalized, stalledAfter, before } = variables
        const waiting = { confirmations, finalized, stalledAfter }
        const result = await runPayment(wallet.client, { plan, before, ...following, ...waiting })
        show("done")
        return result
      } catch (error) {
        show("failed")
        throw error
      } finally {
        void invalidateEscrow(queries, { chainId: chain, escrow })
      }
    },
  })
  const { variables } = mutation
  const switchChain = useSwitchToChain(chainId ?? variables?.plan?.chainId, {
    variables: variables && parametersOf(variables),
  })
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

function parametersOf(variables: PaymentVariables): PlanPaymentParameters["parameters"] {
  return variables.plan ? variables.plan.call.parameters : variables.parameters
}
