import type { Hash, Hex, RentalState } from "../../types.ts"
import { askAgain } from "../askAgain.ts"
import type { Chain, Wallet } from "../port.ts"
import { explainTransaction } from "../rental/explainTransaction.ts"
import { getState } from "../rental/getState.ts"
import { type WaitOptions, waitForTransaction } from "../rental/waitForTransaction.ts"
import type { DepositPlan } from "./planDeposit.ts"
import { BatchFailedError, BatchStalledError, waitForBatch } from "./walletBatch.ts"

/** Parameters of `resumeDeposit`. */
export type ResumeDepositParameters = WaitOptions & {
  /** The plan that was being carried out, from `parseDepositPlan`. */
  readonly plan: DepositPlan
  /** The last hash that was reported as `sent`. */
  readonly hash?: Hash | undefined
  /** The id that was reported as `batched`. */
  readonly batch?: string | undefined
}

/**
 * What has happened to a deposit. `paid`: the rental exists. `pending`: a transaction or a batch is still under way.
 * `failed`: it was included and reverted, or the wallet gave up the batch. `unpaid`: nothing is known to be under way.
 */
export type DepositOutcome =
  | { readonly status: "paid"; readonly id: Hex; readonly state: RentalState }
  | { readonly status: "pending"; readonly id: Hex; readonly hash?: Hash; readonly batch?: string }
  | { readonly status: "failed"; readonly id: Hex; readonly cause: unknown }
  | { readonly status: "unpaid"; readonly id: Hex }

/**
 * Finds out what has happened to a deposit, after a page was reloaded in the middle of it. It waits for the transaction or
 * the batch that was reported, and then asks the chain for the rental. Nothing is signed or sent. If the deposit is
 * `unpaid` or `failed`, plan the same rental again: the contract refuses to be paid twice for one rental.
 *
 * @example
 * import { parseDepositPlan, resumeDeposit } from "@gpuflow/escrow/plan"
 * import type { Client } from "viem"
 *
 * declare const client: Client // with the payer's account
 * declare const stored: { plan: string; hash?: `0x${string}`; batch?: string }
 *
 * const { plan, ...sent } = stored
 * const outcome = await resumeDeposit(client, { plan: parseDepositPlan(plan), ...sent })
 * if (outcome.status === "paid") console.log(`Rental ${outcome.id} is paid.`)
 *
 * @param client A viem client with the payer's account
 * @returns `paid` with the rental's state, `pending`, `failed` with the cause, or `unpaid`
 * @throws {ReadFailedError} if the node keeps failing
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function resumeDeposit(
  wallet: Wallet,
  { plan, hash, batch, ...waitOptions }: ResumeDepositParameters,
): Promise<DepositOutcome> {
  const { id } = plan.summary
  const { escrow } = plan.deposit
  const found = await stateOf(wallet, { escrow, id })
  // What is in the chain may still be too young.
  if (hash === undefined && batch === undefined) return found ?? { status: "unpaid", id }
  try {
    const sent = batch === undefined ? hash : await waitForBatch(wallet, { id: batch, ...waitOptions })
    if (sent === undefined) return { status: "unpaid", id }
    return await outcomeOf(wallet, { escrow, id, hash: sent, from: wallet.account, ...waitOptions })
  } catch (cause) {
    if (cause instanceof BatchFailedError)
      return (await stateOf(wallet, { escrow, id })) ?? { status: "failed", id, cause }
    if (!(cause instanceof BatchStalledError)) throw cause
    return (
      (await stateOf(wallet, { escrow, id })) ?? { status: "pending", id, ...(batch === undefined ? {} : { batch }) }
    )
  }
}

type Sent = Parameters<typeof waitForTransaction>[1] & { readonly escrow: Hex; readonly id: Hex }

async function outcomeOf(chain: Chain, { escrow, id, ...waiting }: Sent): Promise<DepositOutcome> {
  const { hash } = waiting
  const outcome = await waitForTransaction(chain, waiting)
  // Another transaction may have paid for the same rental, whatever has happened to this one.
  const found = await stateOf(chain, { escrow, id })
  if (outcome.status === "stalled" && outcome.receipt === undefined) return found ?? { status: "pending", id, hash }
  if (outcome.status === "stalled") return { status: "pending", id, hash }
  if (found) return found
  if (outcome.status !== "included" || outcome.receipt.status === "success") return { status: "unpaid", id }
  const explanation = await explainTransaction(chain, { hash }).catch((cause: unknown) => ({ cause }))
  return { status: "failed", id, cause: "cause" in explanation ? explanation.cause : undefined }
}

/** Undefined: there is no such rental, also in the newest block that was seen. */
async function stateOf(
  chain: Chain,
  rental: { readonly escrow: Hex; readonly id: Hex },
): Promise<Extract<DepositOutcome, { readonly status: "paid" }> | undefined> {
  const { id } = rental
  const state = await getState(chain, rental)
  if (state.status !== "None") return { status: "paid", id, state }
  // A node that is behind does not have a deposit that was just waited for.
  const nothing = new Error("Nothing was seen.")
  const seen = await askAgain(chain, nothing, (blockNumber) => getState(chain, { ...rental, blockNumber })).catch(
    (error: unknown) => {
      if (error !== nothing) throw error
      return state
    },
  )
  return seen.status === "None" ? undefined : { status: "paid", id, state: seen }
}
