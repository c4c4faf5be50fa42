import { closesAt, findEvent, held, refund, resolve, settle, stop, submitEvidence } from "@gpuflow/escrow"
import { amount, duration, number, percent } from "./formatting.ts"
import { terms } from "./plans.ts"
import type { Scene } from "./rental-steps.ts"

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
    const sent = await desk.send("refund", "host", (client) => refund(client, { escrow, rental, seconds }))
    const { amount: back = 0n, stakeReturned = 0n } = findEvent(sent, "Refunded")?.args ?? {}
    const stake = stakeReturned > 0n ? `, and ${number(stakeReturned, listing.decimals)} of the stake` : ""
    return `The host gives ${duration(seconds)} back: ${amount(back, listing)}${stake}.`
  })
}

export function concede({ view, escrow, desk, listing }: Scene): Promise<void> {
  return view.step("Conceding", async () => {
    const { rental } = desk
    const sent = await desk.send("stop", "renter", (client) => stop(client, { escrow, rental }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { amount: stake = 0n } = findEvent(sent, "StakeReleased")?.args ?? {}
    const [host, platform] = [toHost, fee].map((units) => number(units, listing.decimals))
    return `The renter concedes: host ${host}, fee ${platform}, stake back ${amount(stake, listing)}.`
  })
}

export function settleUnruled({ view, chain, escrow, desk, listing }: Scene): Promise<void> {
  return view.step("Waiting for the arbiter", async () => {
    const { rental } = desk
    await chain.clock.mineAt(closesAt(rental.offer, await desk.state()))
    const sent = await desk.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { amount: stake = 0n } = findEvent(sent, "StakeReleased")?.args ?? {}
    const [host, platform] = [toHost, fee].map((units) => number(units, listing.decimals))
    return `No ruling in 14 days: host ${host}, fee ${platform}, stake back ${amount(stake, listing)}.`
  })
}
