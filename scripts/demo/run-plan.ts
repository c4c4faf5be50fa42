import { playBatch } from "./batch.ts"
import type { Listing } from "./coins.ts"
import { concede, disputeNow, giveBack, rule, settleUnruled, submitBothSides } from "./dispute-steps.ts"
import { tokenOf, type World } from "./markets.ts"
import { type Outcome, openRecord } from "./outcome.ts"
import { type Plan, terms } from "./plans.ts"
import { openDesk } from "./rental.ts"
import {
  awaitStart,
  boot,
  fundBond,
  interruptNow,
  lock,
  run,
  type Scene,
  settleNoShow,
  settleUndisputed,
  stopNow,
} from "./rental-steps.ts"
import { collectAtIntervals } from "./rolling-steps.ts"

/** One plan from the host's offer to the last unit, told while it happens. */
export async function play(world: World, plan: Plan, listing: Listing): Promise<Outcome> {
  const record = await openRecord(world, plan, listing, tokenOf(world, plan.coin))
  const { happens } = plan
  if (happens.what === "batch") return record.outcome(await playBatch(world, plan, listing, record, happens))

  const scene = { ...world, plan, listing, desk: await openDesk(world, plan, listing, record) }
  if (plan.bondDollars) await fundBond(scene)
  await lock(scene)
  if (happens.what !== "no-show") await boot(scene)
  await end(scene, happens)
  return record.outcome([scene.desk.rental])
}

async function end(scene: Scene, happens: Exclude<Plan["happens"], { what: "batch" }>): Promise<void> {
  const { duration } = scene.plan
  switch (happens.what) {
    case "served":
      await run(scene, duration)
      return settleUndisputed(scene)
    case "stopped":
      await run(scene, happens.after)
      return stopNow(scene, happens.after)
    case "interrupted":
      await run(scene, happens.after)
      await interruptNow(scene, happens.after)
      return settleUndisputed(scene)
    case "no-show":
      await awaitStart(scene)
      return settleNoShow(scene)
    case "refunded":
      await run(scene, happens.after)
      await giveBack(scene, happens.seconds)
      await run(scene, duration, happens.after)
      return settleUndisputed(scene)
    case "ruled":
      await run(scene, happens.after)
      await disputeNow(scene, happens.after)
      await submitBothSides(scene)
      return rule(scene, happens.hostBps)
    case "conceded":
      await run(scene, happens.after)
      await disputeNow(scene, happens.after)
      await giveBack(scene, happens.seconds)
      return concede(scene)
    case "unruled":
      await run(scene, duration)
      await disputeNow(scene, duration + terms.complaintTime)
      return settleUnruled(scene)
    case "rolling":
      await collectAtIntervals(scene, happens.every)
      return settleUndisputed(scene)
  }
}
