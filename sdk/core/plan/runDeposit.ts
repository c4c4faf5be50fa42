import type { Address, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError } from "../escrowError.ts"
import type { Wallet } from "../port.ts"
import { WrongChainError } from "../portErrors.ts"
import { type DepositResult, deposit, requireDeposited } from "../rental/deposit.ts"
import { encodePermit } from "../rental/permit.ts"
import { execute, transact } from "../rental/send.ts"
import { preparePermit } from "../rental/signPermit.ts"
import { waitForRequest } from "../rental/waitForRequest.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import { hasEscrowBrand } from "../revert.ts"
import { type DepositPlan, type DepositStep, preflightDeposit } from "./planDeposit.ts"
import { sendBatch, waitForBatch } from "./walletBatch.ts"

/** Parameters of `runDeposit`. */
export type RunDepositParameters = WaitOptions & {
  /** Plan from `planDeposit`, for this account. */
  readonly plan: DepositPlan
  /** Called with each step before it is signed or sent. An error that it throws stops the deposit there. */
  readonly before?: ((step: DepositStep) => unknown) | undefined
}

/**
 * Carries out a plan of `planDeposit`, step by step, and ends with the `Deposited` event of its own transaction. Before
 * each signature it checks again that the deposit would succeed. A permit is prepared when its turn comes, with the
 * nonce and a deadline of that moment, so that a plan may wait for hours. If it fails part-way, plan again: completed
 * steps are not repeated.
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
 * @returns The id, confirmed by the transaction's own `Deposited`, and the hash, receipt and events
 * @throws {ForeignPlanError} if the plan is another account's
 * @throws {BatchFailedError} if the wallet could not execute a batch
 * @throws {BatchStalledError} if the wallet reports no progress of a batch
 * @throws {EventNotFoundError} if the transaction went through without the deposit's event
 * @throws {InsufficientAllowanceError} if the token granted less than it was asked for
 * @throws {InsufficientBalanceError} if the payer no longer has the price
 * @throws {MachineBusyError} if another rental took the machine first
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {WrongNonceError} for an offer that was revoked in the meantime
 * @throws {WrongChainError} if the wallet is on another chain than the plan
 */
export async function runDeposit(
  wallet: Wallet,
  { plan, before, ...waitOptions }: RunDepositParameters,
): Promise<DepositResult> {
  const { account } = wallet
  const chainId = await wallet.chainId()
  if (chainId !== plan.chainId) throw new WrongChainError({ chainId, expected: plan.chainId })
  if (!isSameAddress(account, plan.payer)) throw new ForeignPlanError({ account, payer: plan.payer })
  const { escrow } = plan.deposit

  let permit: Hex = "0x"
  for (const planned of plan.steps) {
    const step = planned.kind === "permit" ? await renew(wallet, plan.deposit, planned) : planned
    // Nothing is signed for a deposit that would fail. The steps before may have taken a long time.
    if (step.kind !== "settle" && step.kind !== "deposit") await preflightDeposit(wallet, plan.deposit)
    await before?.(step)
    switch (step.kind) {
      case "settle":
        await settleNoShow(wallet, step, waitOptions)
        break
      case "approve":
        await transact(wallet, step.request, waitOptions)
        break
      case "permit":
        permit = await signStep(wallet, step)
        break
      case "batch": {
        const hash = await waitForBatch(wallet, { id: await sendBatch(wallet, step.requests), ...waitOptions })
        return requireDeposited(await waitForRequest(wallet, { escrow, hash, ...waitOptions }), plan.summary.id)
      }
      case "deposit":
        return deposit(wallet, { ...plan.deposit, permit, ...waitOptions })
    }
  }
  throw new TypeError("The plan has no deposit.")
}

type Step<kind extends DepositStep["kind"]> = Extract<DepositStep, { readonly kind: kind }>

async function settleNoShow(wallet: Wallet, { request }: Step<"settle">, waitOptions: WaitOptions): Promise<void> {
  await execute(wallet, request, waitOptions).catch((error: unknown) => {
    // Anyone may have settled it in the meantime.
    if (!hasEscrowBrand(error) || error.code !== "WrongStatus") throw error
  })
}

/** A permit lasts for minutes, and a page may stay open for hours. */
async function renew(
  wallet: Wallet,
  { escrow, rental }: DepositPlan["deposit"],
  step: Step<"permit">,
): Promise<Step<"permit">> {
  const { typedData, deadline } = await preparePermit(wallet, { escrow, token: rental.offer.token, value: step.amount })
  return { ...step, typedData, deadline }
}

async function signStep(wallet: Wallet, { typedData, amount: value, deadline }: Step<"permit">): Promise<Hex> {
  const signature = await wallet.signTypedData(typedData)
  return encodePermit(wallet.codec, { value, deadline, signature })
}

/** The account that should carry out a plan is not the account that it was made for. */
export class ForeignPlanError extends EscrowError<
  "ForeignPlan",
  { readonly account: Address; readonly payer: Address }
> {
  constructor(args: ForeignPlanError["args"], options?: ErrorOptions) {
    super("ForeignPlan", "The plan was made for another account. Plan the deposit for this one.", args, options)
  }
}
