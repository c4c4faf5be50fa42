import type { Address } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { begun } from "../begun.ts"
import { EscrowError } from "../escrowError.ts"
import type { Wallet } from "../port.ts"
import { WrongChainError } from "../portErrors.ts"
import { cancellable, report, requireGoing, withSent } from "../progress.ts"
import { type DepositResult, requireDeposited } from "../rental/deposit.ts"
import { depositing } from "../rental/existingRental.ts"
import { execute, type PreparedRequest, type TransactionResult } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import { hasEscrowBrand } from "../revert.ts"
import { requireUnblocked } from "./blockers.ts"
import { type DepositStep, mandateStepOf } from "./depositSteps.ts"
import type { MandateOutcome, PlannedMandate } from "./mandated.ts"
import { coinsOf, type PaymentFallback, type PaymentStep, preflightPayment, runSteps } from "./payment.ts"
import { asDepositStep, type DepositPlan, paymentOf } from "./planDeposit.ts"
import { type Relay, relayStepOf, requirePart } from "./relay.ts"

/** Parameters of `runDeposit`. */
export type RunDepositParameters = WaitOptions & {
  /** Plan from `planDeposit`, for this account. */
  readonly plan: DepositPlan
  /** The relay that the plan was made with. A plan does not hold it. */
  readonly relay?: Relay | undefined
  /** The mandate that the plan was made with. A plan does not hold it. */
  readonly mandate?: PlannedMandate | undefined
  /** Called with each step before it is signed or sent. An error that it throws stops the deposit there. */
  readonly before?: ((step: DepositStep) => unknown) | undefined
  /** Called when the wallet cannot go the planned way of payment, before the steps that are taken instead. */
  readonly onFallback?: ((fallback: PaymentFallback<DepositStep>) => unknown) | undefined
}

/** Result of `runDeposit`. */
export type RunDepositResult = DepositResult & {
  /** All transactions that were sent, in their order: a settlement, approvals, and the deposit. */
  readonly transactions: readonly TransactionResult[]
  /** The ways of payment that the wallet could not go. */
  readonly fallbacks: readonly PaymentFallback<DepositStep>[]
  /**
   * The mandate, if the plan has one: `signed`, or `failed` with the cause. The rental is paid in both cases. After a
   * failure, sign the mandate with `signMandate`, or let the rental end.
   */
  readonly mandate?: MandateOutcome
}

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
export async function runDeposit(
  wallet: Wallet,
  { plan, relay, mandate, before, onFallback, ...waitOptions }: RunDepositParameters,
): Promise<RunDepositResult> {
  requireGoing(waitOptions)
  const { price, token } = plan.summary
  const sending = relayStepOf(plan.steps)
  const signing = mandateStepOf(plan.steps)
  const relaying = sending && requirePart("relay", relay, sending.router)
  const mandating = signing && requirePart("mandate", mandate, signing.mandateContract)
  // A settlement may bring the price back to the payer.
  const spent = plan.steps.some(({ kind }) => kind === "settle") ? 0n : coinsOf({ token, amount: price })
  const ready = begun(requireReady(wallet, plan, spent))
  const own = { ready, waitOptions, before: async (step: DepositStep) => before?.(step) }
  const { id } = plan.summary
  const { escrow, rental, duration, hostSignature } = plan.deposit
  const pay = async (): Promise<RunDepositResult> => {
    if (relaying) {
      await cancellable(ready, waitOptions)
      const orders = [{ rental, duration, hostSignature }]
      const paid = await relaying.run(wallet, { escrow, verb: "rent", orders, steps: plan.steps, ...own })
      // A rental that another account took first, for less time, was extended.
      return { id, ...paid, transactions: [paid], fallbacks: [] }
    }
    const { paid, ...others } = await runDirectly(wallet, plan, { ...own, onFallback })
    return { ...requireDeposited(paid, id), ...others }
  }
  const result = await depositing(wallet, plan.deposit, pay())
  if (!mandating) return result
  const { steps, without } = plan
  const signed = await mandating.run(wallet, { escrow, rental, duration, steps, without, ...own })
  return { ...result, ...signed, transactions: [...result.transactions, ...signed.transactions] }
}

type Paid = Pick<RunDepositResult, "transactions" | "fallbacks"> & { readonly paid: TransactionResult }
type Directly = Pick<RunDepositParameters, "onFallback"> & {
  readonly ready: Promise<unknown>
  readonly before: (step: DepositStep) => unknown
  readonly waitOptions: WaitOptions
}

async function runDirectly(
  wallet: Wallet,
  plan: DepositPlan,
  { ready, before, onFallback, waitOptions }: Directly,
): Promise<Paid> {
  const payment = paymentOf(wallet, plan.deposit)
  const settled: TransactionResult[] = []
  const steps: PaymentStep[] = []
  const last = plan.steps.findIndex(({ kind }) => kind === "deposit" || kind === "batch")
  for (const [index, step] of plan.steps.slice(0, last + 1).entries()) {
    if (step.kind === "settle") {
      await cancellable(ready, waitOptions)
      const { kind, sentence } = step
      report(waitOptions, { phase: "step", index: index + 1, count: plan.steps.length, kind, sentence })
      await before(step)
      settled.push(...(await settleNoShow(wallet, step.request, waitOptions)))
    } else if (step.kind === "deposit") {
      steps.push({ ...step, kind: "pay" })
    } else if (step.kind === "approve" || step.kind === "permit" || step.kind === "batch") {
      steps.push(step)
    }
  }
  const asDeposit = (fallback: PaymentFallback) => ({ ...fallback, steps: fallback.steps.map(asDepositStep) })
  const { paid, transactions, fallbacks } = await runSteps(wallet, {
    steps,
    chainId: plan.chainId,
    ready,
    taken: last + 1 - steps.length,
    following: plan.steps.length - last - 1,
    paying: "deposit",
    payment,
    without: plan.without,
    // Nothing is signed for a deposit that would fail. The steps before may have taken a long time.
    check: () => preflightPayment(wallet, payment),
    before: (step) => before(asDepositStep(step)),
    onFallback: (fallback) => onFallback?.(asDeposit(fallback)),
    waitOptions,
  }).catch((error: unknown) => {
    throw withSent(error, settled)
  })
  return { paid, transactions: [...settled, ...transactions], fallbacks: fallbacks.map(asDeposit) }
}

type OwnedPlan = Pick<DepositPlan, "chainId" | "payer" | "blockers">

/** A plan is for one account on one chain. What has kept it from being carried out must be mended. */
export async function requireReady(wallet: Wallet, plan: OwnedPlan, spent: bigint): Promise<void> {
  const { account } = wallet
  const unblocking = begun(requireUnblocked(wallet, { blockers: plan.blockers, spent }))
  const chainId = await wallet.chainId()
  if (chainId !== plan.chainId) throw new WrongChainError({ chainId, expected: plan.chainId })
  if (!isSameAddress(account, plan.payer)) throw new ForeignPlanError({ account, payer: plan.payer })
  await unblocking
}

async function settleNoShow(
  wallet: Wallet,
  request: PreparedRequest,
  waitOptions: WaitOptions,
): Promise<TransactionResult[]> {
  try {
    return [await execute(wallet, request, waitOptions)]
  } catch (error) {
    // Anyone may have settled it in the meantime.
    if (!hasEscrowBrand(error) || error.code !== "WrongStatus") throw error
    return []
  }
}

/** The account that should carry out a plan is not the account that it was made for. */
export class ForeignPlanError extends EscrowError<
  "ForeignPlan",
  { readonly account: Address; readonly payer: Address }
> {
  constructor(args: ForeignPlanError["args"], options?: ErrorOptions) {
    super("ForeignPlan", "The plan was made for another account. Plan again for this one.", args, options)
  }
}
