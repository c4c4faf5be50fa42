import { ForeignPlanError, WrongChainError } from "../../errors.ts"
import type { Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import type { Wallet } from "../port.ts"
import { type DepositResult, deposit, requireDeposited } from "../rental/deposit.ts"
import { preparePermit } from "../rental/offers.ts"
import { encodePermit } from "../rental/permit.ts"
import { execute, transact, waitForRequest } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import { hasEscrowBrand } from "../revert.ts"
import { type DepositPlan, type DepositStep, preflightDeposit } from "./planDeposit.ts"
import { sendBatch, waitForBatch } from "./walletBatch.ts"

export type RunDepositParameters = WaitOptions & {
  /** From `planDeposit`, for this account. */
  readonly plan: DepositPlan
  /** Called with each step before it is signed or sent; what it throws stops the deposit there. */
  readonly before?: ((step: DepositStep) => unknown) | undefined
}

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
    // Nothing is signed for a deposit that would fail: the steps before may have taken their time.
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
        return deposit(wallet, { ...plan.deposit, permit, acceptHighBond: true, ...waitOptions })
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

/** A permit lasts for minutes, a page may stay open for hours. */
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
