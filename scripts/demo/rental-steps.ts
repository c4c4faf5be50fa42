import { accrued, closesAt, cost, findEvent, getAccrued, interrupt, settle, start, stop } from "@gpuflow/escrow"
import type { Listing } from "./coins.ts"
import { amount, duration, number } from "./formatting.ts"
import type { World } from "./markets.ts"
import { type Plan, terms } from "./plans.ts"
import type { Desk } from "./rental.ts"
import { bar } from "./view.ts"

/** Where a scene plays: one rental, with its desk. */
export interface Scene extends World {
  readonly plan: Plan
  readonly listing: Listing
  readonly desk: Desk
}

export function fundBond({ view, desk, listing }: Scene): Promise<void> {
  return view.step("Funding the bond", async () => {
    await desk.fundBond()
    return `The host puts up a bond of ${amount(desk.rental.offer.bond, listing)}.`
  })
}

export function lock({ view, desk, plan, listing }: Scene): Promise<void> {
  return view.step("Locking the price", async () => {
    const locked = await desk.deposit()
    const promise = plan.commitment ? `, and commits to ${duration(plan.commitment)}` : ""
    return `The renter locks ${amount(locked, listing)} for ${duration(plan.duration)}${promise}.`
  })
}

export function boot({ view, chain, escrow, desk }: Scene): Promise<void> {
  return view.step("Booting the machine", async () => {
    const { rental } = desk
    await chain.clock.approach((await desk.state()).since + terms.bootTime)
    await desk.send("start", "operator", (client) => start(client, { escrow, rental }))
    return `${duration(terms.bootTime)} later the host starts the machine.`
  })
}

/**
 * The price accrues by the second, from one second of the rental to another: the SDK's own meter, held against the
 * contract's.
 */
export function run(scene: Scene, until: bigint, from = 0n, frames = scene.view.frames): Promise<void> {
  const { view, chain, escrow, ledger, desk, plan, listing } = scene
  return view.step("Running", async (show) => {
    const { rental } = desk
    const state = await desk.state()
    const clockWidth = duration(plan.duration - 60n).length
    const paid =
      state.paid > 0n ? `, ${number(cost(rental.offer.pricePerHour, state.paid), listing.decimals)} paid` : ""
    const picture = (passed: bigint) => {
      const earned = amount(accrued(rental.offer, state, state.since + passed), listing)
      const meter = bar(passed, plan.duration, view.colours)
      return `${meter}  ${duration(passed).padEnd(clockWidth)}  accrued ${earned}${paid}`
    }
    // The last picture's second belongs to what happens next, and has no block yet.
    for (let frame = 1; frame < frames; frame++) {
      const passed = from + wholeMinutes(((until - from) * BigInt(frame)) / BigInt(frames))
      await chain.clock.mineAt(state.since + passed)
      const local = accrued(rental.offer, state, await chain.clock.now())
      const onChain = await getAccrued(chain.reader, { escrow, rental })
      if (local !== onChain) throw new Error(`The SDK's meter says ${local}, the contract ${onChain}.`)
      ledger.countReading()
      await show(picture(passed))
    }
    return picture(until)
  })
}

export function stopNow({ view, chain, escrow, desk, listing }: Scene, served: bigint): Promise<void> {
  return view.step("Stopping", async () => {
    const { rental } = desk
    await chain.clock.approach((await desk.state()).since + served)
    const sent = await desk.send("stop", "renter", (client) => stop(client, { escrow, rental }))
    const { toHost = 0n, fee = 0n, toRenter = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { served: billed } = await desk.state()
    const why = billed > served ? `The renter leaves, billed ${duration(billed)}` : "The renter is done and stops"
    const [host, platform] = [toHost, fee].map((units) => number(units, listing.decimals))
    return `${why}: host ${host}, fee ${platform}, back ${amount(toRenter, listing)}.`
  })
}

export function interruptNow({ view, chain, escrow, desk, listing }: Scene, served: bigint): Promise<void> {
  return view.step("Interrupting", async () => {
    const { rental } = desk
    await chain.clock.approach((await desk.state()).since + served)
    const sent = await desk.send("interrupt", "operator", (client) => interrupt(client, { escrow, rental }))
    const { refund = 0n } = findEvent(sent, "Interrupted")?.args ?? {}
    const { amount: bond = 0n } = findEvent(sent, "Compensated")?.args ?? {}
    return `The host ends it; the renter gets ${number(refund, listing.decimals)} unserved + ${amount(bond, listing)} of bond.`
  })
}

export function settleUndisputed({ view, chain, escrow, desk, listing }: Scene): Promise<void> {
  return view.step("Waiting for complaints", async () => {
    const { rental } = desk
    await chain.clock.mineAt(closesAt(rental.offer, await desk.state()))
    const sent = await desk.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const window = duration(rental.offer.challengeWindow)
    return `No complaint in ${window}; anyone settles: host ${number(toHost, listing.decimals)}, fee ${amount(fee, listing)}.`
  })
}

export function awaitStart({ view, chain, desk }: Scene): Promise<void> {
  return view.step("Waiting for the host", async (show) => {
    const { startWindow } = desk.rental.offer
    const { since } = await desk.state()
    const frames = BigInt(view.frames)
    const picture = (passed: bigint) => `${bar(passed, startWindow, view.colours, "yellow")}  ${duration(passed)}`
    for (let frame = 1n; frame <= frames; frame++) {
      const passed = wholeMinutes((startWindow * frame) / frames)
      await chain.clock.mineAt(since + passed)
      await show(`${picture(passed)} of ${duration(startWindow)} to start`)
    }
    return `${picture(startWindow)}, and the machine was not started`
  })
}

export function settleNoShow({ view, escrow, desk, listing }: Scene): Promise<void> {
  return view.step("Settling", async () => {
    const { rental } = desk
    const sent = await desk.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
    const { toRenter = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { amount: bond = 0n } = findEvent(sent, "Compensated")?.args ?? {}
    return `Anyone settles: ${number(toRenter, listing.decimals)} back to the renter, and ${amount(bond, listing)} of the bond.`
  })
}

function wholeMinutes(seconds: bigint): bigint {
  return seconds - (seconds % 60n)
}
