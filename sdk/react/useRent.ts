"use client"

import type { DepositStep } from "../core/plan/depositSteps.ts"
import { serializePlan } from "../core/plan/parsePlan.ts"
import type { DepositPlan, PlanDepositParameters } from "../core/plan/planDeposit.ts"
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
import { type ActionOptions, type ActionResult, useEscrowMutation } from "./useEscrowMutation.ts"
import type { ConnectedWallet } from "./wallet.ts"

/** What to rent: a plan of `planDeposit` or `usePlanDeposit`, or what to plan. */
export type RentVariables = (
  | ({ readonly plan: DepositPlan } & Pick<PlanDepositParameters, "relay" | "mandate">)
  | (PlanDepositParameters & { readonly plan?: undefined })
) &
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
 * already, for at least as long, is a success. With a `relay` of `relayThrough`, a relayer sends the deposit for a wallet
 * without coins, and with a `mandate` of `extendUpTo`, the renter also signs for extensions.
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
  return useEscrowMutation(
    {
      first: "planning",
      placeOf: (variables) => ({ chainId: variables.plan?.chainId, escrow: depositOf(variables).escrow }),
      run: async (variables, { config, queries, chainId, signal, onProgress, wallet }) => {
        const { escrow, rental } = depositOf(variables)
        const deposit = { chainId, escrow, id: idOf(rental) }
        const store = (change: Promise<void>) => change.then(() => showDeposits(queries, deposit))
        const storage = storageOf(config)
        const keep: RentRun["keep"] = (more) => store(keepDeposit(storage, { ...deposit, ...more }))
        const rented = await rent(await wallet(), variables, { signal, onProgress, keep })
        await store(forgetDeposit(storage, deposit.id))
        return rented
      },
    },
    options,
  )
}

function depositOf(variables: RentVariables): Pick<PlanDepositParameters, "escrow" | "rental" | "duration"> {
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
  const { confirmations, finalized, stalledAfter, before, relay, mandate } = variables
  const options = { signal, onProgress, ...given }
  try {
    const plan = variables.plan ?? (await planDeposit(client, { ...variables, ...options }))
    const stored = { plan: serializePlan(plan) }
    await keep(stored)
    let isPaying = false
    const result = await runDeposit(client, {
      ...{ plan, relay, mandate },
      ...options,
      ...{ confirmations, finalized, stalledAfter },
      before: async (step) => {
        isPaying = ["deposit", "batch", "relay"].includes(step.kind)
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
    const { escrow, rental, duration } = depositOf(variables)
    const id = idOf(rental)
    const state = await getState(given.reader, { escrow, id })
    if (state.duration < duration) throw error
    return { id, alreadyPaid: true, state }
  }
}
