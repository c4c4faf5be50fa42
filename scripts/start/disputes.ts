import {
  closesAt,
  type EscrowEvent,
  findEvent,
  held,
  type Rental,
  refund,
  resolve,
  settle,
  stop,
  stopPayout,
  submitEvidence,
} from "@gpuflow/escrow"
import { isAddressEqual } from "viem"
import { sum } from "./ledger.ts"
import { terms } from "./plans.ts"
import type { Scene } from "./scenes.ts"
import { amount, duration, number, percent } from "./words.ts"

export function disputeNow({ view, desk, listing }: Scene, after: bigint): Promise<void> {
  return view.step("Disputing", async () => {
    const { offer } = desk.rental
    const state = await desk.state()
    const sent = await desk.dispute(state.since + after, "ipfs://renter/benchmarks-at-half-speed")
    const { contested = 0n, stake = 0n } = findEvent(sent, "Disputed")?.args ?? {}
    const [disputed, back] = [contested, held(offer, state) - contested].map((units) => number(units, listing.decimals))
    return `The renter disputes ${disputed}, gets ${back} back and stakes ${amount(stake, listing)}.`
  })
}

export function submitBothSides({ view, escrow, desk }: Scene): Promise<void> {
  return view.step("Submitting evidence", async () => {
    const { rental } = desk
    for (const [by, uri] of [
      ["renter", "ipfs://renter/thermal-log"],
      ["operator", "ipfs://host/monitoring"],
    ] as const) {
      await desk.send("submitEvidence", by, (client) => submitEvidence(client, { escrow, rental, uri }))
    }
    return "Renter and host submit their evidence; nobody may rule on the first day."
  })
}

export function rule({ view, chain, escrow, desk, listing }: Scene, hostBps: bigint): Promise<void> {
  return view.step("Waiting for the arbiter", async () => {
    const { rental } = desk
    await chain.clock.approach((await desk.state()).since + terms.rulingTime)
    const sent = await desk.send("resolve", "arbiter", (client) => resolve(client, { escrow, rental, hostBps }))
    const { stakeToHost = 0n, bondToRenter = 0n } = findEvent(sent, "Resolved")?.args ?? {}
    const { toHost = 0n, toRenter = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const [host, stake, renter] = [toHost, stakeToHost, toRenter].map((units) => number(units, listing.decimals))
    const bond = amount(bondToRenter, listing)
    return `Ruled ${percent(hostBps)} host: ${host} + ${stake} stake; renter ${renter} + ${bond} of the bond.`
  })
}

export function giveBack({ view, escrow, desk, listing }: Scene, seconds: bigint): Promise<void> {
  return view.step("Giving time back", async () => {
    const { rental } = desk
    const refundedSeconds = (await desk.state()).refundedSeconds + seconds
    const sent = await desk.send("refund", "host", (client) => refund(client, { escrow, rental, refundedSeconds }))
    const { amount: back = 0n, stakeReturned = 0n } = findEvent(sent, "Refunded")?.args ?? {}
    const stake = stakeReturned > 0n ? `, and ${number(stakeReturned, listing.decimals)} of the stake` : ""
    return `The host gives ${duration(seconds)} back: ${amount(back, listing)}${stake}.`
  })
}

/** The renter accepts what the host gave back in the dispute: its whole stake returns. */
export function accept({ view, escrow, desk, chain, listing }: Scene): Promise<void> {
  return view.step("Conceding", async () => {
    const { rental } = desk
    const maxToHost = stopPayout(rental.offer, await desk.state(), await chain.clock.now())
    const sent = await desk.send("stop", "renter", (client) => stop(client, { escrow, rental, maxToHost }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { toRenter } = stakesOf(sent, rental)
    const [host, platform] = [toHost, fee].map((units) => number(units, listing.decimals))
    return `Conceded for free: host ${host}, fee ${platform}, stake back ${amount(toRenter, listing)}.`
  })
}

/** The renter gives up a dispute in which nothing was given back, and pays for the time that it lasted. */
export function giveUp({ view, chain, escrow, desk, listing }: Scene, waiting: bigint): Promise<void> {
  return view.step("Conceding", async () => {
    const { rental } = desk
    const state = await desk.state()
    await chain.clock.approach(state.since + waiting)
    const maxToHost = stopPayout(rental.offer, state, state.since + waiting)
    const sent = await desk.send("stop", "renter", (client) => stop(client, { escrow, rental, maxToHost }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const [host, stake] = [toHost, stakesOf(sent, rental).toHost].map((units) => number(units, listing.decimals))
    return `Conceded after ${duration(waiting)}: host ${host} + ${stake} of the stake, fee ${amount(fee, listing)}.`
  })
}

export function settleUnruled({ view, chain, escrow, desk, listing }: Scene): Promise<void> {
  return view.step("Waiting for the arbiter", async () => {
    const { rental } = desk
    await chain.clock.mineAt(closesAt(rental.offer, await desk.state()))
    const sent = await desk.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const [host, stake] = [toHost, stakesOf(sent, rental).toHost].map((units) => number(units, listing.decimals))
    return `No ruling in 14 days: host ${host} + ${stake} of the stake, fee ${amount(fee, listing)}.`
  })
}

/** The two sides' parts of a stake that no ruling divided. */
function stakesOf(events: readonly EscrowEvent[], { renter }: Rental): { toHost: bigint; toRenter: bigint } {
  const released = events.flatMap((event) => (event.eventName === "StakeReleased" ? [event.args] : []))
  const [own, others] = [true, false].map((isRenter) =>
    sum(released.filter(({ to }) => isAddressEqual(to, renter) === isRenter).map(({ amount }) => amount)),
  )
  return { toHost: others ?? 0n, toRenter: own ?? 0n }
}
