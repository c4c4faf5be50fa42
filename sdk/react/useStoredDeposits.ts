"use client"

import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query"
import { useConfig } from "wagmi"
import { parseDepositPlan } from "../core/plan/parsePlan.ts"
import { type DepositOutcome, resumeDeposit } from "../core/plan/resumeDeposit.ts"
import type { Address, Hex } from "../types.ts"
import {
  forgetDeposit,
  readDeposits,
  type StoredDeposit,
  showDeposits,
  storageOf,
  storedDepositsKey,
} from "./depositStorage.ts"
import type { QueryError } from "./errors.ts"
import { retryRead } from "./freshness.ts"
import { readKey } from "./keys.ts"
import { pollingIntervalOf } from "./readQuery.ts"
import { chainIdOf } from "./source.ts"
import { payingWallet } from "./wallet.ts"

/** Parameters of `useStoredDeposits`. */
export type UseStoredDepositsParameters = {
  /** The escrow's address. */
  readonly escrow?: Address | undefined
  /** The chain. Default: that of the deployment with the escrow's address, or else Polygon. */
  readonly chainId?: number | undefined
}

/** A deposit that `useRent` began, and how far it has come. */
export type ResumableDeposit = StoredDeposit & {
  /** What `resumeDeposit` returns. Undefined: it is not known yet. */
  readonly deposit: DepositOutcome | undefined
  readonly error: QueryError | null
  /** Removes it from the storage. */
  readonly forget: () => Promise<void>
}

/**
 * Lists the deposits that `useRent` began and that did not end on this page, such as before a reload, with how far each
 * has come. `useRent` stores them in wagmi's storage. Once a deposit was found to be paid, it is not stored any more.
 *
 * @example
 * import { useStoredDeposits } from "@gpuflow/escrow/react"
 *
 * export function useUnfinished() {
 *   const deposits = useStoredDeposits({ escrow: "0x…" })
 *   return ["Unfinished:", ...deposits.map(({ id, deposit }) => `${id} is ${deposit?.status ?? "…"}`)]
 * }
 *
 * @param parameters The escrow and the chain
 * @returns The stored deposits, each with what `resumeDeposit` returns, and `forget`
 */
export function useStoredDeposits(parameters: UseStoredDepositsParameters): readonly ResumableDeposit[] {
  const config = useConfig()
  const queries = useQueryClient()
  const chainId = chainIdOf(config, parameters)
  const { escrow } = parameters
  const storage = storageOf(config)
  const { data: stored = [] } = useQuery({
    queryKey: storedDepositsKey(chainId, escrow),
    queryFn: async () => {
      const all = await readDeposits(storage)
      return all.filter((one) => one.chainId === chainId && one.escrow.toLowerCase() === escrow?.toLowerCase())
    },
    enabled: escrow !== undefined,
  })
  const found = useQueries({
    queries: stored.map(({ plan, hash, batch, ...rental }) => ({
      queryKey: readKey<DepositOutcome>("resumeDeposit", chainId, { ...rental, hash, batch }),
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
        const wallet = await payingWallet(config, chainId, parseDepositPlan(plan).payer)
        // One look: the query itself is repeated while the deposit is under way.
        const looking = { plan: parseDepositPlan(plan), hash, batch, stalledAfter: 0, signal }
        const outcome = await resumeDeposit(wallet, looking)
        // It ends here as it ends for `useRent`. It is listed until the storage is read again.
        if (outcome.status === "paid") await forgetDeposit(storage, rental.id)
        return outcome
      },
      retry: retryRead,
      refetchInterval: ({ state }: { readonly state: { readonly data: DepositOutcome | undefined } }) => {
        return state.data?.status === "pending" && pollingIntervalOf(config, chainId)
      },
    })),
  })
  return stored.map((deposit, index) => ({
    ...deposit,
    deposit: found[index]?.data,
    error: found[index]?.error ?? null,
    forget: () => forget(deposit.id, deposit),
  }))

  async function forget(id: Hex, deposit: StoredDeposit) {
    await forgetDeposit(storage, id)
    showDeposits(queries, deposit)
  }
}
