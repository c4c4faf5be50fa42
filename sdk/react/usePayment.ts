"use client"

import type { PaymentPlan, PlannedStep, PlanPaymentParameters } from "../core/plan/planPayment.ts"
import type { RunPaymentResult } from "../core/plan/runPayment.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"
import { planPayment } from "../generated/viem/planPayment.ts"
import { runPayment } from "../generated/viem/runPayment.ts"
import { type ActionOptions, type ActionResult, type MutationContext, useEscrowMutation } from "./useEscrowMutation.ts"

/** What to pay for: a plan of `planPayment` or `usePlanPayment`, or a verb with its parameters. */
export type PaymentVariables = (
  | ({ readonly plan: PaymentPlan } & Pick<PlanPaymentParameters, "relay">)
  | (PlanPaymentParameters & { readonly plan?: undefined })
) &
  Pick<WaitOptions, "confirmations" | "finalized" | "stalledAfter"> & {
    /** Called with each step before it is signed or sent. An error that it throws stops the payment there. */
    readonly before?: ((step: PlannedStep) => unknown) | undefined
  }

/**
 * Plans `extend`, `dispute`, or `fundBond`, and carries the plan out with the connected wallet, on the escrow's chain:
 * the verbs that take money from their sender, with the fewest steps that the wallet and the token allow. With a `relay`
 * of `relayThrough`, a relayer sends an extension for a wallet without coins, and `rent` buys several rentals by one
 * signature, all or none. `useRent` does the same for a deposit.
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
  return useEscrowMutation(
    {
      first: "planning",
      placeOf: (variables) => {
        const { escrow } = variables.plan ? variables.plan.call.parameters : variables.parameters
        return { chainId: variables.plan?.chainId, escrow }
      },
      run: pay,
    },
    options,
  )
}

async function pay(
  variables: PaymentVariables,
  { wallet, signal, onProgress }: MutationContext,
): Promise<RunPaymentResult> {
  const { client, options } = await wallet()
  const following = { signal, onProgress, ...options }
  const plan = variables.plan ?? (await planPayment(client, { ...variables, ...following }))
  const { confirmations, finalized, stalledAfter, before, relay } = variables
  return runPayment(client, { plan, relay, before, ...following, confirmations, finalized, stalledAfter })
}
