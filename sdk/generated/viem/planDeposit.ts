// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { planDeposit as core } from "../../core/plan/planDeposit.ts"
import type { DepositPlan, PlanDepositParameters } from "../../core/plan/planDeposit.ts"
import type { ProgressOptions } from "../../core/progress.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Plans a deposit: the shortest list of steps that this wallet and this token allow, a summary of the deposit, and its
 * risks. Nothing is signed or sent. Pass the plan to `runDeposit` to carry it out. An approval never exceeds the price.
 * Terms that the protocol warns of are refused unless you accept them by name.
 *
 * @example
 * import { type Offer } from "@gpuflow/escrow"
 * import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
 * import { createWalletClient, custom, keccak256, toHex } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: custom(ethereum) })
 * const plan = await planDeposit(client, {
 *   escrow: "0x…",
 *   rental: { offer, renter: "0x…", salt: keccak256(toHex("order 17")) },
 *   duration: 3_600n,
 *   hostSignature: "0x…",
 *   accept: ["commitment"],
 * })
 * for (const { sentence } of [...plan.warnings, ...plan.steps]) console.log(sentence)
 * const { id } = await runDeposit(client, { plan })
 *
 * @param client A viem client with the payer's account
 * @returns The steps, the summary, the warnings, and the deposit that `runDeposit` makes
 * @throws {CancelledError} if the signal was aborted
 * @throws {RiskyTermsError} for a term that the protocol warns of and that was not accepted
 * @throws {QuoteExceededError} if the offer costs more than the quote allows
 * @throws {QuoteExpiredError} if the quote has expired
 * @throws {RentalExistsError} if the rental was paid already
 * @throws {ShorterRentalExistsError} if the rental was paid already, for less time
 * @throws {WrongNonceError} for an offer that was revoked, or that settling a no-show would revoke
 * @throws {MachineBusyError} while the machine is rented
 * @throws {InvalidSignatureError} for a signature by another key, or for another escrow, chain or offer
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {InsufficientBalanceError} if the payer does not have the price
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function planDeposit(client: Client, parameters: planDeposit.Parameters): Promise<planDeposit.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace planDeposit {
  type Parameters = PlanDepositParameters & ProgressOptions & AccountParameters
  type ReturnType = DepositPlan
}
