// Written by `npm run generate`. Do not edit.

"use client"

import type { PaymentPlan, PlanPaymentParameters } from "../../core/plan/planPayment.ts"
import type { ProgressOptions } from "../../core/progress.ts"
import { type UseReadParameters, type UseReadResult, usePlan } from "../../react/useRead.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { planPaymentQuery } from "./planPayment.ts"

/**
 * Plans an extension, a dispute, or an addition to the bond: what it costs, and the fewest steps that this wallet and
 * this token allow. Nothing is signed or sent. Pass the plan to `runPayment` to carry it out. `planDeposit` plans a
 * deposit. With a `relay`, `rent` plans several deposits that are paid with one signature, all or none.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { usePlanPayment } from "@gpuflow/escrow/react"
 *
 * export function useShown(rental: Rental) {
 *   const { data, error } = usePlanPayment({ verb: "extend", parameters: { escrow: "0x…", rental, duration: 7_200n } })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `planPayment`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function usePlanPayment<selected = usePlanPayment.Data>(
  parameters: usePlanPayment.Parameters<selected>,
): UseReadResult<selected> {
  return usePlan(planPaymentQuery, parameters)
}

export declare namespace usePlanPayment {
  type Parameters<selected = Data> = UseReadParameters<PlanPaymentParameters & ProgressOptions & AccountParameters, PaymentPlan, selected>
  type Data = PaymentPlan
}
