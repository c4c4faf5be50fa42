// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { runPayment as core } from "../../core/plan/runPayment.ts"
import type { RunPaymentParameters, RunPaymentResult } from "../../core/plan/runPayment.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Carries out a plan of `planPayment`, step by step. Before each signature it checks again that the call would succeed. A
 * wallet that cannot execute the batch or sign the permit is asked for the next way: batch, permit, approval. What the
 * user rejects is not tried in another way.
 *
 * @example
 * import { type PaymentPlan, runPayment } from "@gpuflow/escrow/plan"
 * import { createWalletClient, custom } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const plan: PaymentPlan // from `planPayment`
 *
 * const client = createWalletClient({ account: plan.payer, chain: polygon, transport: custom(ethereum) })
 * const { hash, fallbacks } = await runPayment(client, { plan, before: ({ sentence }) => console.log(sentence) })
 *
 * @param client A viem client with the account that the plan is for
 * @returns The hash, receipt and events of the call, all transactions, and the ways that the wallet could not go
 * @throws {CancelledError} if the signal was aborted between two steps. `sent` names what was sent before
 * @throws {ForeignPlanError} if the plan is another account's
 * @throws {PlanPartMissingError} if the plan was made with `relay`, and it is missing
 * @throws {BatchFailedError} if the wallet could not execute a batch
 * @throws {BatchStalledError} if the wallet reports no progress of a batch
 * @throws {InsufficientAllowanceError} if the token granted less than it was asked for
 * @throws {InsufficientBalanceError} if the payer no longer has the amount
 * @throws {InsufficientCoinsError} if the payer cannot pay for a transaction
 * @throws {WrongChainError} if the wallet is on another chain than the plan
 */
export async function runPayment(client: Client, parameters: runPayment.Parameters): Promise<runPayment.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace runPayment {
  type Parameters = RunPaymentParameters & AccountParameters
  type ReturnType = RunPaymentResult
}
