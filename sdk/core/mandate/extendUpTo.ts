import { NATIVE } from "../../generated/constants.ts"
import { NativeCoinError } from "../../generated/mandateErrors.ts"
import type { Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { type AllowanceStep, approvals, approvingSteps, permitFor } from "../plan/allowances.ts"
import { type DepositStep, type MandateStep, mandateStepOf } from "../plan/depositSteps.ts"
import type { MandatedDeposit, MandatePlan, MandateResult, MandateRun, PlannedMandate } from "../plan/mandated.ts"
import { signPrepared } from "../plan/signPermit.ts"
import type { Wallet } from "../port.ts"
import { cancellable, report, requireGoing } from "../progress.ts"
import { readBatch } from "../readBatch.ts"
import { execute, type TransactionResult } from "../rental/send.ts"
import { allowanceOf } from "../tokenReads.ts"
import { type BuildMandateParameters, buildMandate } from "./buildMandate.ts"
import { mandateTypedData } from "./mandate.ts"
import { ForeignRenterError, signMandate } from "./signMandate.ts"
import { summarizeMandate } from "./summarizeMandate.ts"

/** Parameters of `extendUpTo`: those of `buildMandate`, without the rental, which is the deposit's. */
export type ExtendUpToParameters = Omit<BuildMandateParameters, "escrow" | "rental" | "duration">

/**
 * Lets a deposit be followed by a mandate for its rental: pass what it returns as `mandate` to `planDeposit`, `runDeposit`
 * or `useRent`. The plan then pays for the first time, lets the mandate contract take at most the mandate's total, and
 * signs the mandate, with what it allows in words.
 *
 * @example
 * import { extendUpTo, serializeMandate } from "@gpuflow/escrow/mandate"
 * import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const wanted: planDeposit.Parameters // the offer, the renter, and a duration of a day
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const mandate = extendUpTo({ mandateContract: "0x…", until: 7n * 86_400n })
 * const plan = await planDeposit(client, { ...wanted, mandate })
 * for (const { sentence } of plan.steps) console.log(sentence)
 * const result = await runDeposit(client, { plan, mandate })
 * if (result.mandate?.status === "signed")
 *   await fetch("/mandates", { method: "POST", body: serializeMandate(result.mandate.signed) })
 *
 * @param parameters The mandate contract, how long the rental may last in all, and the mandate's terms
 * @returns What `planDeposit` and `runDeposit` take as `mandate`
 */
export function extendUpTo(parameters: ExtendUpToParameters): PlannedMandate {
  return {
    address: parameters.mandateContract,
    plan: (wallet, deposit) => planned(wallet, { ...parameters, ...deposit }),
    run,
  }
}

type Wanted = ExtendUpToParameters & MandatedDeposit

async function planned(wallet: Wallet, { steps, without, ...given }: Wanted): Promise<MandatePlan> {
  const { escrow, mandateContract, rental, duration } = given
  const { account } = wallet
  if (isSameAddress(rental.offer.token, NATIVE)) throw new NativeCoinError({})
  if (!isSameAddress(account, rental.renter)) throw new ForeignRenterError({ account, renter: rental.renter })
  const [chainId, mandate] = await Promise.all([wallet.chainId(), buildMandate(wallet, given)])
  const contracts = { escrow, mandateContract }
  const { sentences, warnings } = await summarizeMandate(wallet, { ...contracts, mandate, rental, duration })
  const step: MandateStep = {
    kind: "mandate",
    sentence: `Sign the mandate. It costs no gas. ${sentences.join(" ")}`,
    mandateContract,
    mandate,
    typedData: mandateTypedData(wallet.codec, { mandateContract, chainId, mandate }),
    summary: sentences,
  }
  return {
    steps: await withGrants(wallet, steps, { step, rental, without }),
    warnings: warnings.map((sentence) => ({
      term: "mandate",
      sentence,
      value: mandate.step,
      expected: mandate.extendBefore,
    })),
  }
}

type Granting = Pick<MandatedDeposit, "rental" | "without"> & { readonly step: MandateStep }

/** The mandate comes after the payment. A batch grants its allowance as well. */
async function withGrants(
  wallet: Wallet,
  paying: readonly DepositStep[],
  { step, rental, without }: Granting,
): Promise<DepositStep[]> {
  const batch = paying.find(({ kind }) => kind === "batch")
  const granting = await grantsOf(wallet, { step, rental, without: batch ? ["permit"] : without })
  if (batch?.kind !== "batch" || granting.length === 0) return [...paying, ...granting, step]
  const requests = granting.flatMap((grant) => (grant.kind === "approve" ? [grant.request] : []))
  const sentence = `${batch.sentence} It also lets the mandate contract take at most the mandate's total.`
  const whole: DepositStep = { ...batch, sentence, requests: [...batch.requests, ...requests] }
  return [...paying.map((one) => (one === batch ? whole : one)), step]
}

/** The fewest steps that let the mandate contract take exactly the mandate's total. */
async function grantsOf(wallet: Wallet, { step, rental, without }: Granting): Promise<AllowanceStep[]> {
  const { mandateContract: spender, mandate } = step
  const { maxTotal: amount, expiry: deadline } = mandate
  const { token } = rental.offer
  const allowance = await allowanceOf(wallet, { token, spender, owner: wallet.account })
  if (allowance >= amount) return []
  const wanted = { token, escrow: spender, value: amount, deadline }
  const permit = without.includes("permit") ? undefined : await permitFor(wallet, readBatch(wallet), wanted)
  if (permit) {
    const sentence = "Sign a permit for at most the mandate's total. It costs no gas."
    return [{ kind: "permit", sentence, typedData: permit.typedData, amount, deadline }]
  }
  const requests = await approvals(wallet, { token, spender, amount, allowance })
  return approvingSteps(requests, { amount, spender: "the mandate contract", what: "the mandate's total" })
}

/** The rental is paid. Whatever fails from here on does not make it unpaid. */
async function run(
  wallet: Wallet,
  { escrow, rental, duration, steps, without, before, waitOptions }: MandateRun,
): Promise<MandateResult> {
  const transactions: TransactionResult[] = []
  try {
    const step = mandateStepOf(steps)
    if (!step) throw new TypeError("The plan has no mandate.")
    // A wallet may not have granted what was planned, and the payment's permit has moved the token's nonce.
    const granting = await cancellable(grantsOf(wallet, { step, rental, without }), waitOptions)
    const count = Math.max(steps.length, granting.length + 1)
    let permit: Hex | undefined
    for (const [index, grant] of [...granting, step].entries()) {
      const { kind, sentence } = grant
      report(waitOptions, { phase: "step", index: count - granting.length + index, count, kind, sentence })
      await before(grant)
      requireGoing(waitOptions)
      if (grant.kind === "permit") permit = await signPrepared(wallet, { ...grant, value: grant.amount }, waitOptions)
      if (grant.kind === "approve") transactions.push(await execute(wallet, grant.request, waitOptions))
    }
    const { mandate, mandateContract } = step
    const wanted = { escrow, mandateContract, rental, duration, mandate, permit }
    const signed = await signMandate(wallet, { ...wanted, ...waitOptions })
    return { mandate: { status: "signed", signed }, transactions }
  } catch (cause) {
    return { mandate: { status: "failed", cause }, transactions }
  }
}
