// Written by `npm run generate`. Do not edit.

"use client"

import type { DepositPlan, PlanDepositParameters } from "../../core/plan/planDeposit.ts"
import type { ProgressOptions } from "../../core/progress.ts"
import { type UseReadParameters, type UseReadResult, usePlan } from "../../react/useRead.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { planDepositQuery } from "./planDeposit.ts"

/**
 * Plans a deposit: the shortest list of steps that this wallet and this token allow, a summary of the deposit, and its
 * risks. Nothing is signed or sent. Pass the plan to `runDeposit` to carry it out. An approval never exceeds the price.
 * Terms that the protocol warns of are refused unless you accept them by name.
 *
 * @example
 * import type { planDeposit } from "@gpuflow/escrow/plan"
 * import { usePlanDeposit } from "@gpuflow/escrow/react"
 *
 * export function useShown(wanted: planDeposit.Parameters) {
 *   const { data, error } = usePlanDeposit(wanted)
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `planDeposit`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function usePlanDeposit<selected = usePlanDeposit.Data>(
  parameters: usePlanDeposit.Parameters<selected>,
): UseReadResult<selected> {
  return usePlan(planDepositQuery, parameters)
}

export declare namespace usePlanDeposit {
  type Parameters<selected = Data> = UseReadParameters<PlanDepositParameters & ProgressOptions & AccountParameters, DepositPlan, selected>
  type Data = DepositPlan
}
