// The ways in which the escrow gets the sender's tokens: a batch, a permit, or an exact approval. If the wallet turns out
// to be unable to go one way, the next one is taken.

import { NATIVE } from "../../generated/constants.ts"
import { InsufficientBalanceError } from "../../generated/revertErrors.ts"
import type { Address, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { begun } from "../begun.ts"
import type { Wallet } from "../port.ts"
import { cancellable, report, requireGoing, withSent } from "../progress.ts"
import { readBatch } from "../readBatch.ts"
import { execute, type PreparedRequest, simulate, type TransactionResult } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import { waitForRequest } from "../requests/waitForRequest.ts"
import { hasEscrowBrand } from "../revert.ts"
import { allowanceOf, balanceOf } from "../tokenReads.ts"
import { isRefusedByWallet } from "../walletRefusal.ts"
import { type AllowanceStep, approvals, approvingSteps, type PaymentWay, permitFor } from "./allowances.ts"
import { preparePermit, signPrepared } from "./signPermit.ts"
import { BatchFailedError, canBatch, sendBatch, waitForBatch } from "./walletBatch.ts"

/**
 * One step to confirm. `request` is a transaction, `requests` become one transaction, `typedData` is only signed. After a
 * permit step, the permit's signature is added to the data of the last request.
 */
export type PaymentStep =
  | AllowanceStep
  | {
      readonly sentence: string
      readonly kind: "pay"
      readonly request: PreparedRequest
      readonly amount: bigint
    }

/** The wallet could not go the way that was planned, so the payment goes on with other steps. */
export type PaymentFallback<step = PaymentStep> = {
  readonly from: PaymentWay
  readonly sentence: string
  /** The steps that are taken instead. */
  readonly steps: readonly step[]
  /** The wallet's error. */
  readonly cause: unknown
}

export type Payment = {
  readonly escrow: Address
  readonly token: Address
  /** Base units. */
  readonly amount: bigint
  /** Makes the call that takes the money. */
  readonly prepare: (permit: Hex) => PreparedRequest | Promise<PreparedRequest>
  readonly takesPermit: boolean
  /** What is paid, in a sentence: "the price". */
  readonly what: string
  /** What the payment does, in a sentence: "Pay for the rental". */
  readonly act: string
}

/** The fewest steps that this wallet and this token allow. */
export async function payingSteps(
  wallet: Wallet,
  payment: Payment,
  without: readonly PaymentWay[],
  reads = readBatch(wallet),
): Promise<PaymentStep[]> {
  const { escrow, token, amount, what, act } = payment
  // Everything that may be needed is asked at once.
  const isNative = isSameAddress(token, NATIVE)
  const reading = isNative ? undefined : begun(allowanceOf(reads, { token, spender: escrow, owner: wallet.account }))
  const batching = isNative || without.includes("batch") ? undefined : begun(canBatch(wallet))
  const canSign = !isNative && payment.takesPermit && !without.includes("permit")
  const signing = canSign ? begun(permitFor(wallet, reads, { token, escrow, value: amount })) : undefined

  const request = await payment.prepare("0x")
  const pay: PaymentStep = { kind: "pay", sentence: `${act}.`, request, amount }
  const allowance = await reading
  if (allowance === undefined || allowance >= amount) return [pay]

  const granting = { token, spender: escrow, amount, allowance }
  if (await batching) {
    const sentence = `Allow the escrow exactly ${what} and ${act.charAt(0).toLowerCase()}${act.slice(1)}, in one transaction.`
    return [{ kind: "batch", sentence, requests: [...(await approvals(wallet, granting)), request], amount }]
  }
  const permit = await signing
  if (permit) {
    const sentence = `Sign a permit for exactly ${what}. It costs no gas.`
    return [{ kind: "permit", sentence, typedData: permit.typedData, amount, deadline: permit.deadline }, pay]
  }
  const named = { amount, spender: "the escrow", what }
  return [...approvingSteps(await approvals(wallet, granting), named), pay]
}

type RunOptions = {
  readonly steps: readonly PaymentStep[]
  /** How many steps of the plan were taken before these. */
  readonly taken?: number
  /** How many steps of the plan come after these. */
  readonly following?: number
  readonly payment: Payment
  /** What the step that pays is called. */
  readonly paying: "deposit" | "pay"
  readonly without: readonly PaymentWay[]
  readonly chainId: number
  /** Fails if the plan is not for this account, on this chain, or cannot be carried out. */
  readonly ready: Promise<unknown>
  /** Checks that the payment would succeed, before anything is signed for it. */
  readonly check: () => Promise<unknown>
  readonly before?: ((step: PaymentStep) => unknown) | undefined
  readonly onFallback?: ((fallback: PaymentFallback) => unknown) | undefined
  readonly waitOptions: WaitOptions
}

type RunResult = {
  /** The transaction that took the money. */
  readonly paid: TransactionResult
  /** All transactions, in the order in which they were sent. */
  readonly transactions: readonly TransactionResult[]
  readonly fallbacks: readonly PaymentFallback[]
}

/** Carries the steps out. Falls back to the next way if the wallet cannot go the planned one. */
export async function runSteps(wallet: Wallet, { payment, waitOptions, ...options }: RunOptions): Promise<RunResult> {
  const transactions: TransactionResult[] = []
  const fallbacks: PaymentFallback[] = []
  const without = new Set(options.without)
  let permit: Hex = "0x"
  let steps = [...options.steps]
  const { following = 0 } = options
  let { taken = 0 } = options
  for (let planned = steps.shift(); planned; planned = steps.shift()) {
    const { kind, sentence } = planned
    taken += 1
    const named = kind === "pay" ? options.paying : kind
    report(waitOptions, { phase: "step", index: taken, count: taken + steps.length + following, kind: named, sentence })
    const renewing = kind === "permit" ? begun(renew(wallet, payment, planned)) : undefined
    await checked(kind === "pay" ? [options.ready] : [options.ready, options.check()], waitOptions, transactions)
    try {
      const step = (renewing && (await cancellable(renewing, waitOptions))) ?? planned
      await options.before?.(step)
      requireGoing(waitOptions)
      if (step.kind === "permit") permit = await signPrepared(wallet, { ...step, value: step.amount }, waitOptions)
      else transactions.push(await sendStep(wallet, payment, { step, permit, chainId: options.chainId, waitOptions }))
    } catch (failure) {
      const cause = withSent(failure, transactions)
      if ((kind !== "batch" && kind !== "permit") || !leavesOtherWays(cause, kind)) throw cause
      // A plan without a batch stays without one.
      without.add("batch").add(kind)
      steps = await payingSteps(wallet, payment, [...without])
      const sentence = `${REFUSALS[kind]} The payment goes on with ${steps[0]?.kind === "permit" ? "a permit" : "an approval"}.`
      const fallback = { from: kind, sentence, steps: [...steps], cause }
      fallbacks.push(fallback)
      await options.onFallback?.(fallback)
      continue
    }
    const paid = transactions.at(-1)
    if (paid && (kind === "batch" || kind === "pay")) return { paid, transactions, fallbacks }
  }
  throw new TypeError("The plan pays nothing.")
}

/** Of several checks that run, the first one in the list decides the error. */
async function checked(
  checks: readonly Promise<unknown>[],
  options: WaitOptions,
  sent: readonly TransactionResult[],
): Promise<void> {
  report(options, { phase: "checking", what: "payment" })
  try {
    for (const check of checks.map(begun)) await cancellable(check, options)
  } catch (error) {
    throw withSent(error, sent)
  }
}

const REFUSALS = {
  batch: "The wallet did not take the batch.",
  permit: "The wallet did not sign the permit.",
} as const

/** Whether nothing was sent or signed because the wallet cannot do it. */
function leavesOtherWays(cause: unknown, kind: PaymentWay): boolean {
  if (!hasEscrowBrand(cause)) return isRefusedByWallet(cause, kind)
  // 4xx: nothing is in the chain, and the wallet does not try again.
  if (cause instanceof BatchFailedError) return cause.args.status >= 400 && cause.args.status < 500
  return cause.code === "UnusableSignature" || cause.code === "PermitUnsupported"
}

type Step<kind extends PaymentStep["kind"]> = Extract<PaymentStep, { readonly kind: kind }>

/** A permit lasts for minutes, and a page may stay open for hours. */
async function renew(wallet: Wallet, { escrow, token }: Payment, step: Step<"permit">): Promise<Step<"permit">> {
  const { typedData, deadline } = await preparePermit(wallet, { escrow, token, value: step.amount }, readBatch(wallet))
  return { ...step, typedData, deadline }
}

type Sending = {
  readonly step: Exclude<PaymentStep, Step<"permit">>
  readonly permit: Hex
  readonly chainId: number
  readonly waitOptions: WaitOptions
}

async function sendStep(
  wallet: Wallet,
  { escrow, prepare }: Payment,
  { step, permit, chainId, waitOptions }: Sending,
): Promise<TransactionResult> {
  if (step.kind === "approve") return execute(wallet, step.request, waitOptions)
  if (step.kind === "pay") return execute(wallet, await prepare(permit), waitOptions)
  const id = await sendBatch(wallet, step.requests, { chainId, ...waitOptions })
  const hash = await waitForBatch(wallet, { id, ...waitOptions })
  return waitForRequest(wallet, { escrow, hash, from: wallet.account, ...waitOptions })
}

/** Simulates a call, and expects some of the contract's errors. */
export async function preflight(wallet: Wallet, request: PreparedRequest, expected: readonly string[]): Promise<void> {
  await simulate(wallet, request).catch((error: unknown) => {
    if (!hasEscrowBrand(error) || !expected.includes(error.code)) throw error
  })
}

/** What a payment takes of the chain's coin. */
export function coinsOf({ token, amount }: Pick<Payment, "token" | "amount">): bigint {
  return isSameAddress(token, NATIVE) ? amount : 0n
}

/** Checks that the call would succeed now, apart from an allowance that is still too small. */
export async function preflightPayment(
  wallet: Wallet,
  { token, amount, prepare }: Payment,
  reads = readBatch(wallet),
): Promise<void> {
  const counting = begun(balanceOf(reads, { token, account: wallet.account }))
  await preflight(wallet, await prepare("0x"), ["InsufficientAllowance"])
  const balance = await counting
  if (balance < amount) throw new InsufficientBalanceError({ balance, required: amount })
}
