import type { Rental } from "@gpuflow/escrow"
import { runBatch } from "./batch.ts"
import type { Listing } from "./coins.ts"
import {
  acceptRefund,
  disputeRental,
  giveUpDispute,
  refundTime,
  resolveDispute,
  settleUnruled,
  submitEvidenceOfBoth,
} from "./disputeSteps.ts"
import { extendByMandate, signForWeek } from "./mandateSteps.ts"
import { type Marketplace, tokenOf } from "./markets.ts"
import { type Outcome, type OutcomeRecorder, recordOutcome } from "./outcome.ts"
import { type Plan, terms } from "./plans.ts"
import { runRelayed } from "./relayedSteps.ts"
import { openSession } from "./rentalSession.ts"
import {
  awaitStart,
  bootMachine,
  fundBond,
  interruptRental,
  lockPrice,
  type RentalContext,
  runMachine,
  settleNoShow,
  settleUndisputed,
  stopRental,
} from "./rentalSteps.ts"
import { collectAtIntervals } from "./rollingSteps.ts"

/** Runs a plan from the host's offer to the last payment, and shows each step. */
export async function runPlan(marketplace: Marketplace, plan: Plan, listing: Listing): Promise<Outcome> {
  const recorder = await recordOutcome(marketplace, plan, listing, tokenOf(marketplace, plan.coin))
  const { course } = plan
  if (course.kind === "batch") return recorder.outcome(await runBatch(marketplace, plan, listing, recorder, course))
  if (course.kind === "relayed") return recorder.outcome(await runRelayed(marketplace, plan, listing, recorder, course))

  const context = { ...marketplace, plan, listing, session: await openSession(marketplace, plan, listing, recorder) }
  if (plan.bondDollars) await fundBond(context)
  if (course.kind === "extended") return recorder.outcome(await runExtended(context, recorder, course))
  await lockPrice(context)
  if (course.kind !== "no-show") await bootMachine(context)
  await runCourse(context, course)
  return recorder.outcome([context.session.rental])
}

/** Pays for the first step, and lets a keeper extend the rental to its full length. */
async function runExtended(
  context: RentalContext,
  recorder: OutcomeRecorder,
  course: Extract<Plan["course"], { kind: "extended" }>,
): Promise<readonly Rental[]> {
  const { plan, session } = context
  await lockPrice(context, course.step)
  const signed = await signForWeek(context, course)
  await bootMachine(context)
  await extendByMandate(context, recorder, signed)
  await runMachine(context, plan.duration, plan.duration - course.step)
  await settleUndisputed(context)
  return [session.rental]
}

type OneMachine = Exclude<Plan["course"], { kind: "batch" | "relayed" | "extended" }>

async function runCourse(context: RentalContext, course: OneMachine): Promise<void> {
  const { duration } = context.plan
  switch (course.kind) {
    case "served":
      await runMachine(context, duration)
      return settleUndisputed(context)
    case "stopped":
      await runMachine(context, course.after)
      return stopRental(context, course.after)
    case "interrupted":
      await runMachine(context, course.after)
      await interruptRental(context, course.after)
      return settleUndisputed(context)
    case "no-show":
      await awaitStart(context)
      return settleNoShow(context)
    case "refunded":
      await runMachine(context, course.after)
      await refundTime(context, course.seconds)
      await runMachine(context, duration, course.after)
      return settleUndisputed(context)
    case "ruled":
      await runMachine(context, course.after)
      await disputeRental(context, course.after)
      await submitEvidenceOfBoth(context)
      return resolveDispute(context, course.hostBps)
    case "conceded":
      await runMachine(context, course.after)
      await disputeRental(context, course.after)
      await refundTime(context, course.seconds)
      return acceptRefund(context)
    case "given up":
      await runMachine(context, course.after)
      await disputeRental(context, course.after)
      return giveUpDispute(context, course.waiting)
    case "unruled":
      await runMachine(context, duration)
      await disputeRental(context, duration + terms.complaintTime)
      return settleUnruled(context)
    case "rolling":
      await collectAtIntervals(context, course.every)
      return settleUndisputed(context)
  }
}
