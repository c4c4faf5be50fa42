import { findEvent, settle } from "@gpuflow/escrow"
import { amount, number } from "./formatting.ts"
import { run, type Scene } from "./rental-steps.ts"

/** Anyone collects for the host at intervals, up to the end, what is older than the challenge window. */
export async function collectAtIntervals(scene: Scene, every: bigint): Promise<void> {
  const { view, plan, chain, escrow, desk, listing } = scene
  const { rental } = desk
  // The meter's pictures are shared out among the intervals.
  const frames = Math.max(2, Math.floor((view.frames * Number(every)) / Number(plan.duration)))
  let from = 0n
  for (; from + every < plan.duration; from += every) {
    await run(scene, from + every, from, frames)
    await view.step("Collecting", async () => {
      await chain.clock.approach((await desk.state()).since + from + every)
      const sent = await desk.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
      const { toHost = 0n, fee = 0n } = findEvent(sent, "Paid")?.args ?? {}
      return `Anyone collects what nobody disputed: host ${number(toHost, listing.decimals)}, fee ${amount(fee, listing)}.`
    })
  }
  await run(scene, plan.duration, from, frames)
}
