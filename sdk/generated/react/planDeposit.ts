// Written by `npm run generate`. Do not edit.

import { planDeposit as core } from "../../core/plan/planDeposit.ts"
import type { DepositPlan, PlanDepositParameters } from "../../core/plan/planDeposit.ts"
import type { ProgressOptions } from "../../core/progress.ts"
import { type ReadKey, readKey, withIds } from "../../react/keys.ts"
import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "../../react/readQuery.ts"
import type { QuerySource } from "../../react/source.ts"
import { accountOf, planningWallet } from "../../react/wallet.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { chainOf } from "../../viem/viemPort.ts"

/** `planDeposit` as a query. */
export const planDepositQuery: ReadQuery<PlanDepositParameters & ProgressOptions & AccountParameters, DepositPlan> = {
  name: "planDeposit",
  named: withIds,
  connect: chainOf,
  needs: "escrow rental duration hostSignature",
  freshness: "plan",
  read: async (context, parameters) => core(await planningWallet(context, parameters), parameters),
}

/**
 * TanStack Query's options for `planDeposit`: for `useQuery`, prefetching, loaders, and other frameworks. It is made
 * for the moment, and not renewed by itself.
 *
 * @example
 * import type { planDeposit } from "@gpuflow/escrow/plan"
 * import { planDepositQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import type { Client } from "viem"
 *
 * declare const wanted: planDeposit.Parameters
 * declare const client: Client // with the payer's account
 * const data = await new QueryClient().fetchQuery(planDepositQueryOptions(client, wanted))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The parameters of `planDeposit`, which may be undefined yet, and `chainId`
 * @returns The key, the function, and when it is repeated
 */
export function planDepositQueryOptions(
  source: QuerySource,
  parameters: QueryParameters<PlanDepositParameters & ProgressOptions & AccountParameters>,
): ReadOptions<DepositPlan> {
  return readOptions(planDepositQuery, source, { ...parameters, account: parameters.account ?? accountOf(source) })
}

/**
 * The key of `planDeposit` in TanStack Query's cache. It is JSON.
 *
 * @example
 * import type { planDeposit } from "@gpuflow/escrow/plan"
 * import { planDepositQueryKey } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 *
 * declare const wanted: planDeposit.Parameters
 * const queryKey = planDepositQueryKey({ ...wanted, chainId: 137 })
 * await new QueryClient().invalidateQueries({ queryKey })
 *
 * @param parameters The parameters of `planDeposit`, and `chainId`
 * @returns The key
 */
export function planDepositQueryKey(
  parameters: QueryParameters<PlanDepositParameters & ProgressOptions & AccountParameters> & { readonly chainId: number },
): ReadKey<DepositPlan> {
  return readKey("planDeposit", parameters.chainId, withIds(parameters))
}
