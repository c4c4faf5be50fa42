// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { planPayment as core } from "../../core/plan/planPayment.ts"
import type { PaymentPlan, PlanPaymentParameters } from "../../core/plan/planPayment.ts"
import type { ProgressOptions } from "../../core/progress.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Plans an extension, a dispute, or an addition to the bond: what it costs, and the fewest steps that this wallet and
 * this token allow. Nothing is signed or sent. Pass the plan to `runPayment` to carry it out. `planDeposit` plans a
 * deposit. With a `relay`, `rent` plans several deposits that are paid with one signature, all or none.
 *
 * @example
 * import { getRental } from "@gpuflow/escrow"
 * import { planPayment, runPayment } from "@gpuflow/escrow/plan"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const plan = await planPayment(client, {
 *   verb: "extend",
 *   parameters: { escrow: "0x…", rental, duration: state.duration + 1_800n },
 * })
 * for (const { sentence } of plan.steps) console.log(sentence)
 * const { hash } = await runPayment(client, { plan })
 *
 * @param client A viem client with the payer's account
 * @returns The amount, the steps, and the call that `runPayment` makes
 * @throws {CancelledError} if the signal was aborted
 * @throws {InsufficientBalanceError} if the payer does not have the amount
 * @throws {RiskyTermsError} for a term of one of several rentals that was not accepted
 * @throws {OrderRefusedError} if the escrow would refuse one of several rentals
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function planPayment(client: Client, parameters: planPayment.Parameters): Promise<planPayment.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace planPayment {
  type Parameters = PlanPaymentParameters & ProgressOptions & AccountParameters
  type ReturnType = PaymentPlan
}
