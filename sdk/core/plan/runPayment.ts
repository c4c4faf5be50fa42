import { begun } from "../begun.ts"
import type { Wallet } from "../port.ts"
import { cancellable, requireGoing } from "../progress.ts"
import type { TransactionResult } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import { coinsOf, type PaymentFallback, preflightPayment, runSteps } from "./payment.ts"
import { type PaymentPlan, type PlannedStep, paymentFor, relayedOrdersOf } from "./planPayment.ts"
import { type Relay, relayStepOf, requirePart } from "./relay.ts"
import { requireReady } from "./runDeposit.ts"

/** Parameters of `runPayment`. */
export type RunPaymentParameters = WaitOptions & {
  /** Plan from `planPayment`, for this account. */
  readonly plan: PaymentPlan
  /** The relay that the plan was made with. A plan does not hold it. */
  readonly relay?: Relay | undefined
  /** Called with each step before it is signed or sent. An error that it throws stops the payment there. */
  readonly before?: ((step: PlannedStep) => unknown) | undefined
  /** Called when the wallet cannot go the planned way of payment, before the steps that are taken instead. */
  readonly onFallback?: ((fallback: PaymentFallback) => unknown) | undefined
}

/** Result of `runPayment`. */
export type RunPaymentResult = TransactionResult & {
  /** All transactions that were sent, in their order: approvals, and the call. */
  readonly transactions: readonly TransactionResult[]
  /** The ways of payment that the wallet could not go. */
  readonly fallbacks: readonly PaymentFallback[]
}

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
export async function runPayment(
  wallet: Wallet,
  { plan, relay, before, onFallback, ...waitOptions }: RunPaymentParameters,
): Promise<RunPaymentResult> {
  requireGoing(waitOptions)
  const [ready, pricing] = [begun(requireReady(wallet, plan, coinsOf(plan))), begun(paymentFor(wallet, plan.call))]
  await cancellable(ready, waitOptions)
  const sending = relayStepOf(plan.steps)
  const orders = relayedOrdersOf(plan.call)
  if (sending && orders) {
    const relaying = requirePart("relay", relay, sending.router)
    const running = { ...orders, steps: plan.steps, before: async (step: PlannedStep) => before?.(step), waitOptions }
    const paid = await relaying.run(wallet, running)
    return { ...paid, transactions: [paid], fallbacks: [] }
  }
  // The amount that was shown is the amount that is allowed.
  const payment = { ...(await cancellable(pricing, waitOptions)), amount: plan.amount }
  const { paid, transactions, fallbacks } = await runSteps(wallet, {
    steps: plan.steps.filter((step) => step.kind !== "sign" && step.kind !== "relay"),
    chainId: plan.chainId,
    ready,
    paying: "pay",
    payment,
    without: plan.without,
    check: () => preflightPayment(wallet, payment),
    before,
    onFallback,
    waitOptions,
  })
  return { ...paid, transactions, fallbacks }
}
