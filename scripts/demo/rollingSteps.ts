import { findEvent, settle } from "@gpuflow/escrow"
import { formatAmount, formatNumber } from "./formatting.ts"
import { type RentalContext, runMachine } from "./rentalSteps.ts"

/** A keeper collects for the host at intervals what is older than the challenge window. */
export async function collectAtIntervals(context: RentalContext, every: bigint): Promise<void> {
  const { view, plan, chain, escrow, session, listing } = context
  const { rental } = session
  // The intervals share the meter's frames.
  const frames = Math.max(2, Math.floor((view.frames * Number(every)) / Number(plan.duration)))
  let from = 0n
  for (; from + every < plan.duration; from += every) {
    await runMachine(context, from + every, from, frames)
    await view.step("Collecting", async () => {
      await chain.clock.approach((await session.state()).since + from + every)
      const sent = await session.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
      const { toHost = 0n, fee = 0n } = findEvent(sent, "Paid")?.args ?? {}
      return `A keeper collects what was not disputed: host ${formatNumber(toHost, listing.decimals)}, fee ${formatAmount(fee, listing)}.`
    })
  }
  await runMachine(context, plan.duration, from, frames)
}
