import {
  accrued,
  closesAt,
  cost,
  findEvent,
  getAccrued,
  interrupt,
  interruptCompensation,
  settle,
  start,
  stop,
  stopPayout,
} from "@gpuflow/escrow"
import type { Listing } from "./coins.ts"
import { formatAmount, formatDuration, formatNumber } from "./formatting.ts"
import type { Marketplace } from "./markets.ts"
import { type Plan, terms } from "./plans.ts"
import type { RentalSession } from "./rentalSession.ts"
import { bar } from "./view.ts"

/** One rental in its marketplace, for the steps below. */
export interface RentalContext extends Marketplace {
  readonly plan: Plan
  readonly listing: Listing
  readonly session: RentalSession
}

export function fundBond({ view, session, listing }: RentalContext): Promise<void> {
  return view.step("Funding the bond", async () => {
    await session.fundBond()
    return `The host puts up a bond of ${formatAmount(session.rental.offer.bond, listing)}.`
  })
}

export function lockPrice({ view, session, plan, listing }: RentalContext, duration = plan.duration): Promise<void> {
  return view.step("Locking the price", async () => {
    const locked = await session.deposit(duration)
    const promise = plan.commitment ? `, and commits to ${formatDuration(plan.commitment)}` : ""
    return `The renter locks ${formatAmount(locked, listing)} for ${formatDuration(duration)}${promise}.`
  })
}

export function bootMachine({ view, chain, escrow, session }: RentalContext): Promise<void> {
  return view.step("Booting the machine", async () => {
    const { rental } = session
    await chain.clock.approach((await session.state()).since + terms.bootTime)
    await session.send("start", "operator", (client) => start(client, { escrow, rental }))
    return `${formatDuration(terms.bootTime)} later the host starts the machine.`
  })
}

/**
 * Shows how the price accrues from one second of the rental to another, and compares the SDK's meter with the
 * contract's.
 */
export function runMachine(
  context: RentalContext,
  until: bigint,
  from = 0n,
  frames = context.view.frames,
): Promise<void> {
  const { view, chain, escrow, ledger, session, plan, listing } = context
  return view.step("Running", async (show) => {
    const { rental } = session
    const state = await session.state()
    const clockWidth = formatDuration(plan.duration - 60n).length
    const paid =
      state.paidSeconds > 0n
        ? `, ${formatNumber(cost(rental.offer.pricePerHour, state.paidSeconds), listing.decimals)} paid`
        : ""
    const frameAt = (passed: bigint) => {
      const earned = formatAmount(accrued(rental.offer, state, state.since + passed), listing)
      const meter = bar(passed, plan.duration, view.colours)
      return `${meter}  ${formatDuration(passed).padEnd(clockWidth)}  accrued ${earned}${paid}`
    }
    // The last frame's second belongs to the next step, and has no block yet.
    for (let frame = 1; frame < frames; frame++) {
      const passed = from + wholeMinutes(((until - from) * BigInt(frame)) / BigInt(frames))
      await chain.clock.mineAt(state.since + passed)
      const local = accrued(rental.offer, state, await chain.clock.now())
      const onChain = await getAccrued(chain.reader, { escrow, rental })
      if (local !== onChain) throw new Error(`The SDK's meter shows ${local}, but the contract's shows ${onChain}.`)
      ledger.countReading()
      await show(frameAt(passed))
    }
    return frameAt(until)
  })
}

export function stopRental({ view, chain, escrow, session, listing }: RentalContext, served: bigint): Promise<void> {
  return view.step("Stopping", async () => {
    const { rental } = session
    const state = await session.state()
    await chain.clock.approach(state.since + served)
    const maxToHost = stopPayout(rental.offer, state, state.since + served)
    const sent = await session.send("stop", "renter", (client) => stop(client, { escrow, rental, maxToHost }))
    const { toHost = 0n, fee = 0n, toRenter = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { billedSeconds: billed } = await session.state()
    const why = billed > served ? `The renter leaves, billed ${formatDuration(billed)}` : "The renter is done and stops"
    const [host, platform] = [toHost, fee].map((units) => formatNumber(units, listing.decimals))
    return `${why}: host ${host}, fee ${platform}, back ${formatAmount(toRenter, listing)}.`
  })
}

export function interruptRental(
  { view, chain, escrow, session, listing }: RentalContext,
  served: bigint,
): Promise<void> {
  return view.step("Interrupting", async () => {
    const { rental } = session
    const state = await session.state()
    await chain.clock.approach(state.since + served)
    // Time only lowers it, and the simulation sees the block before.
    const maxFromBond = interruptCompensation(rental.offer, state, await chain.clock.now())
    const sent = await session.send("interrupt", "operator", (client) =>
      interrupt(client, { escrow, rental, maxFromBond }),
    )
    const { refund = 0n } = findEvent(sent, "Interrupted")?.args ?? {}
    const { amount: bond = 0n } = findEvent(sent, "Compensated")?.args ?? {}
    return `The host ends it; the renter gets ${formatNumber(refund, listing.decimals)} unserved + ${formatAmount(bond, listing)} of bond.`
  })
}

export function settleUndisputed({ view, chain, escrow, session, listing }: RentalContext): Promise<void> {
  return view.step("Waiting for complaints", async () => {
    const { rental } = session
    await chain.clock.mineAt(closesAt(rental.offer, await session.state()))
    const sent = await session.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const window = formatDuration(rental.offer.challengeWindow)
    return `No complaint in ${window}; anyone settles: host ${formatNumber(toHost, listing.decimals)}, fee ${formatAmount(fee, listing)}.`
  })
}

export function awaitStart({ view, chain, session }: RentalContext): Promise<void> {
  return view.step("Waiting for the host", async (show) => {
    const { startWindow } = session.rental.offer
    const { since } = await session.state()
    const frames = BigInt(view.frames)
    const frameAt = (passed: bigint) => `${bar(passed, startWindow, view.colours, "yellow")}  ${formatDuration(passed)}`
    for (let frame = 1n; frame <= frames; frame++) {
      const passed = wholeMinutes((startWindow * frame) / frames)
      await chain.clock.mineAt(since + passed)
      await show(`${frameAt(passed)} of ${formatDuration(startWindow)} to start`)
    }
    return `${frameAt(startWindow)}, and the machine was not started`
  })
}

export function settleNoShow({ view, escrow, session, listing }: RentalContext): Promise<void> {
  return view.step("Settling", async () => {
    const { rental } = session
    const sent = await session.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
    const { toRenter = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { amount: bond = 0n } = findEvent(sent, "Compensated")?.args ?? {}
    return `Anyone settles: ${formatNumber(toRenter, listing.decimals)} back to the renter, and ${formatAmount(bond, listing)} of the bond.`
  })
}

function wholeMinutes(seconds: bigint): bigint {
  return seconds - (seconds % 60n)
}
