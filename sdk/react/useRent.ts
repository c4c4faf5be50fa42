"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useConfig } from "wagmi"
import { serializePlan } from "../core/plan/parsePlan.ts"
import type { DepositPlan, DepositStep, PlanDepositParameters } from "../core/plan/planDeposit.ts"
import type { RunDepositResult } from "../core/plan/runDeposit.ts"
import type { Progress } from "../core/progress.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"
import { hasEscrowBrand } from "../core/revert.ts"
import { getState } from "../generated/viem/getState.ts"
import { planDeposit } from "../generated/viem/planDeposit.ts"
import { runDeposit } from "../generated/viem/runDeposit.ts"
import type { Hex, RentalState } from "../types.ts"
import { idOf } from "../viem/viemRentalId.ts"
import { forgetDeposit, keepDeposit, type StoredDeposit, showDeposits, storageOf } from "./depositStorage.ts"
import type { QueryError } from "./errors.ts"
import { invalidateEscrow } from "./invalidate.ts"
import { KEY_ROOT } from "./keys.ts"
import { usePhase } from "./phase.ts"
import { chainIdOf } from "./source.ts"
import type { ActionOptions, ActionResult } from "./useRentalAction.ts"
import { useSwitchToChain } from "./useSwitchToChain.ts"
import { type ConnectedWallet, connectedWallet } from "./wallet.ts"

/** What to rent: a plan of `planDeposit` or `usePlanDeposit`, or what to plan. */
export type RentVariables = ({ readonly plan: DepositPlan } | (PlanDepositParameters & { readonly plan?: undefined })) &
  Pick<WaitOptions, "confirmations" | "finalized" | "stalledAfter"> & {
    /** Called with each step before it is signed or sent. An error that it throws stops the deposit there. */
    readonly before?: ((step: DepositStep) => unknown) | undefined
  }

/** A rental that is paid. */
export type Rented =
  | (RunDepositResult & { readonly alreadyPaid: false })
  /** The rental was paid before, such as by a page that was closed too early. */
  | { readonly id: Hex; readonly alreadyPaid: true; readonly state: RentalState }

/**
 * Plans a deposit and carries it out with the connected wallet, on the escrow's chain. The deposit is stored in wagmi's
 * storage before the wallet is asked, for `useStoredDeposits`, and removed once it is paid. A rental that is paid
 * already is a success.
 *
 * @example
 * import type { DepositPlan } from "@gpuflow/escrow/plan"
 * import { useRent } from "@gpuflow/escrow/react"
 *
 * export function useRentButton(plan: DepositPlan) {
 *   const { mutate, phase, data, error, cancel } = useRent()
 *   return { onClick: () => mutate({ plan }), cancel, label: error?.message ?? data?.id ?? phase }
 * }
 *
 * @param options The chain, and options of TanStack Query
 * @returns TanStack Query's mutation with `phase`, `progress`, `cancel` and `switchChain`
 */
export function useRent(options: ActionOptions<Rented, RentVariables> = {}): ActionResult<Rented, RentVariables> {
  const { chainId, mutation: overrides } = options
  const config = useConfig()
  const queries = useQueryClient()
  const { begin, phase, progress, cancel, reset } = usePhase()
  const mutation = useMutation<Rented, QueryError, RentVariables>({
    ...overrides,
    mutationKey: [KEY_ROOT],
    mutationFn: async (variables) => {
      const run = begin("planning")
      const { escrow, rental } = depositOf(variables)
      const chain = chainIdOf(config, { chainId: chainId ?? variables.plan?.chainId, escrow })
      const deposit = { chainId: chain, escrow, id: idOf(rental) }
      const store = (change: Promise<void>) => change.then(() => showDeposits(queries, deposit))
      const storage = storageOf(config)
      try {
        const wallet = await connectedWallet(config, chain)
        const rented = await rent(wallet, variables, {
          ...run,
          keep: (more) => store(keepDeposit(storage, { ...deposit, ...more })),
        })
        await store(forgetDeposit(storage, deposit.id))
        run.show("done")
        return rented
      } catch (error) {
        run.show("failed")
        throw error
      } finally {
        void invalidateEscrow(queries, { chainId: chain, escrow })
      }
    },
  })
  const { variables } = mutation
  const switchChain = useSwitchToChain(chainId ?? variables?.plan?.chainId, {
    variables: variables && depositOf(variables),
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

function depositOf(variables: RentVariables): Pick<PlanDepositParameters, "escrow" | "rental"> {
  return variables.plan ? variables.plan.deposit : variables
}

type RentRun = {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Stores the deposit, with its hash once there is one. */
  readonly keep: (more: Pick<StoredDeposit, "plan" | "hash" | "batch">) => Promise<void>
}

async function rent(
  { client, options: given }: ConnectedWallet,
  variables: RentVariables,
  { signal, onProgress, keep }: RentRun,
): Promise<Rented> {
  const { confirmations, finalized, stalledAfter, before } = variables
  const options = { signal, onProgress, ...given }
  try {
    const plan = variables.plan ?? (await planDeposit(client, { ...variables, ...options }))
    const stored = { plan: serializePlan(plan) }
    await keep(stored)
    let isPaying = false
    const result = await runDeposit(client, {
      plan,
      ...options,
      ...{ confirmations, finalized, stalledAfter },
      before: async (step) => {
        isPaying = ["deposit", "batch"].includes(step.kind)
        await before?.(step)
      },
      onProgress: (progress) => {
        onProgress(progress)
        if (isPaying && progress.phase === "sent") void keep({ ...stored, hash: progress.hash })
        if (progress.phase === "batched") void keep({ ...stored, batch: progress.id })
      },
    })
    return { ...result, alreadyPaid: false }
  } catch (error) {
    if (!hasEscrowBrand(error) || error.code !== "RentalExists") throw error
    // The rental's id is made of its terms, its renter and its salt: this is the one that was to be paid.
    const { escrow, rental } = depositOf(variables)
    const id = idOf(rental)
    const state = await getState(given.reader, { escrow, id })
    if (state.status === "None") throw error
    return { id, alreadyPaid: true, state }
  }
}
