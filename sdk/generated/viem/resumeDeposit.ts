// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { resumeDeposit as core } from "../../core/plan/resumeDeposit.ts"
import type { DepositOutcome, ResumeDepositParameters } from "../../core/plan/resumeDeposit.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Finds out what has happened to a deposit, after a page was reloaded in the middle of it. It waits for the transaction or
 * the batch that was reported, and then asks the chain for the rental. Nothing is signed or sent. If the deposit is
 * `unpaid` or `failed`, plan the same rental again: the contract refuses to be paid twice for one rental. If the cause is
 * `ShorterRentalExists`, extend the rental instead, or plan one with another salt.
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
  client: Client,
  parameters: resumeDeposit.Parameters,
): Promise<resumeDeposit.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace resumeDeposit {
  type Parameters = ResumeDepositParameters & AccountParameters
  type ReturnType = DepositOutcome
}
