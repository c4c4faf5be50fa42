// Written by `npm run generate`. Do not edit.

import { planPayment as core } from "../../core/plan/planPayment.ts"
import type { PaymentPlan, PlanPaymentParameters } from "../../core/plan/planPayment.ts"
import type { ProgressOptions } from "../../core/progress.ts"
import { type ReadKey, readKey } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { accountOf, planningWallet } from "../../react/wallet.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `planPayment` as a query. */
export const planPaymentQuery: ReadQuery<PlanPaymentParameters & ProgressOptions & AccountParameters, PaymentPlan> = {
  name: "planPayment",
  connect: chainOf,
  needs: "verb parameters",
  freshness: "plan",
  read: async (context, parameters) => core(await planningWallet(context, parameters), parameters),
}

/**
 * TanStack Query's options for `planPayment`: for `useQuery`, prefetching, loaders, and other frameworks. It is made
 * for the moment, and not renewed by itself.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { planPaymentQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import type { Client } from "viem"
 *
 * declare const rental: Rental
 * declare const client: Client // with the payer's account
 * const data = await new QueryClient().fetchQuery(planPaymentQueryOptions(client, { verb: "extend", parameters: { escrow: "0x…", rental, duration: 7_200n } }))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `planPayment`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function planPaymentQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<PlanPaymentParameters & ProgressOptions & AccountParameters>,
): ReadOptions<PaymentPlan> {
  return readOptions(planPaymentQuery, source, { ...parameters, account: parameters.account ?? accountOf(source) })
}

/**
 * The key of `planPayment` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { planPaymentQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const rental: Rental
 * const queryKey = planPaymentQueryKey({ chainId: 137, verb: "extend", parameters: { escrow: "0x…", rental, duration: 7_200n } })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `planPayment`, and `chainId`
 * @returns The key
 */
export function planPaymentQueryKey(
  parameters: QueryParameters<PlanPaymentParameters & ProgressOptions & AccountParameters> & { readonly chainId: number },
): ReadKey<PaymentPlan> {
  return readKey("planPayment", parameters.chainId, parameters)
}
