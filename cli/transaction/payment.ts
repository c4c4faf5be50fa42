// Verbs that take money from the account. The SDK plans the way of payment and carries it out.

import { type PaidCall, type PaymentPlan, type PlannedStep, planPayment, runPayment } from "@gpuflow/escrow/plan"
import type { AccountContext } from "../chain/context.ts"
import { proposeSteps } from "../safe/proposeSteps.ts"
import type { ProposedPayment } from "../session.ts"
import { note, type Result } from "../terminal/output.ts"
import { progress, SENDING } from "../terminal/progress.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import { confirmSteps } from "./confirm.ts"
import { dryRunSteps } from "./dryRun.ts"
import { reportTransactions } from "./report.ts"
import { toWaitOptions, type WriteOptions } from "./send.ts"
import { simulateSteps } from "./simulateStep.ts"

type PaymentParameters = {
  readonly call: PaidCall
  readonly unit: Unit
  /** What the call does, for the user. */
  readonly describe: (plan: PaymentPlan) => string
  /** What is paid for a rental. */
  readonly payment?: ((plan: PaymentPlan) => ProposedPayment) | undefined
}

/** Plans, shows, confirms and carries out a verb that takes money, or simulates it in a dry run. */
export async function sendPayment(
  context: AccountContext,
  options: WriteOptions,
  { call, unit, describe, payment }: PaymentParameters,
): Promise<Result> {
  const { session, client, account } = context
  if (unit.warning) note(session, `Note: ${unit.warning}`)
  const plan = await planPayment(client, { ...call, account })
  const shown = plan.steps.flatMap((step) => showStep(step, describe(plan), { plan, unit }))
  if (options.dryRun) return dryRunSteps(context, shown)
  if (context.safe) return proposeSteps(context, context.safe, options, shown)
  const sentences = shown.map(({ sentence }) => sentence)
  await simulateSteps(context, shown)
  await confirmSteps(session, options, sentences, payment?.(plan))
  const work = runPayment(client, {
    plan,
    account,
    // Each step begins when the one before is in the chain.
    before: () => {
      session.open.length = 0
    },
    onFallback: ({ sentence }) => note(session, sentence),
    ...toWaitOptions(session, options),
  })
  const { transactions } = await progress(session, SENDING, work)
  session.open.length = 0
  return reportTransactions(transactions, unit)
}

/** A permit is shown with the call that it pays for. */
function showStep(
  step: PlannedStep,
  sentence: string,
  { plan, unit }: { readonly plan: PaymentPlan; readonly unit: Unit },
) {
  const amount = formatAmount(plan.amount, unit)
  switch (step.kind) {
    case "approve": {
      const approval =
        step.amount === 0n ? "Reset the current allowance to zero." : `Approve the escrow to spend exactly ${amount}.`
      return [{ sentence: approval, request: step.request }]
    }
    case "pay": {
      const isSigned = plan.steps.some(({ kind }) => kind === "permit")
      const how = `It is paid with a permit for exactly ${amount}, signed after you confirm.`
      return [{ sentence: isSigned ? `${sentence} ${how}` : sentence, request: step.request, isSigned }]
    }
    // The keys of this command line are its own: it has no wallet that takes batches, and relays no payment of this kind.
    default:
      return []
  }
}
