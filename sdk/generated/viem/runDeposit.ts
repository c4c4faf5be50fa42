// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { runDeposit as core } from "../../core/plan/runDeposit.ts"
import type { RunDepositParameters, RunDepositResult } from "../../core/plan/runDeposit.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Carries out a plan of `planDeposit`, step by step, and ends with the `Deposited` event of its own transaction. Before
 * each signature it checks again that the deposit would succeed. A permit is prepared when its turn comes, with the
 * nonce and a deadline of that moment, so that a plan may wait for hours. A wallet that cannot execute the batch or sign
 * the permit is asked for the next way: batch, permit, approval. What the user rejects is not tried in another way. If
 * the plan fails part-way, plan again: completed steps are not repeated. A plan that was made with `relay` or `mandate`
 * needs them again.
 *
 * @example
 * import { type DepositPlan, runDeposit } from "@gpuflow/escrow/plan"
 * import { createWalletClient, custom } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const plan: DepositPlan // from `planDeposit`
 *
 * const client = createWalletClient({ account: plan.payer, chain: polygon, transport: custom(ethereum) })
 * const { id, hash } = await runDeposit(client, { plan, before: ({ sentence }) => console.log(sentence) })
 *
 * @param client A viem client with the account that the plan is for
 * @returns The id, confirmed by the transaction's own `Deposited`, its hash, receipt and events, all transactions, the
 * ways of payment that the wallet could not go, and the mandate
 * @throws {CancelledError} if the signal was aborted between two steps. `sent` names what was sent before
 * @throws {ForeignPlanError} if the plan is another account's
 * @throws {PlanPartMissingError} if the plan was made with `relay` or `mandate`, and it is missing
 * @throws {BatchFailedError} if the wallet could not execute a batch
 * @throws {BatchStalledError} if the wallet reports no progress of a batch
 * @throws {EventNotFoundError} if the transaction went through without the deposit's event
 * @throws {InsufficientAllowanceError} if the token granted less than it was asked for
 * @throws {InsufficientBalanceError} if the payer no longer has the price
 * @throws {InsufficientCoinsError} if the payer cannot pay for a transaction
 * @throws {RentalExistsError} if the rental was paid in the meantime
 * @throws {ShorterRentalExistsError} if the rental was paid in the meantime, for less time, and is not relayed or not running
 * @throws {MachineBusyError} if another rental took the machine first
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {WrongNonceError} for an offer that was revoked in the meantime
 * @throws {WrongChainError} if the wallet is on another chain than the plan
 */
export async function runDeposit(client: Client, parameters: runDeposit.Parameters): Promise<runDeposit.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace runDeposit {
  type Parameters = RunDepositParameters & AccountParameters
  type ReturnType = RunDepositResult
}
