import {
  closesAt,
  type EscrowEvent,
  findEvent,
  held,
  type Rental,
  refund,
  settle,
  stop,
  stopPayout,
  submitEvidence,
} from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { isAddressEqual } from "viem"
import { formatAmount, formatDuration, formatNumber, formatPercent } from "./formatting.ts"
import { sum } from "./ledger.ts"
import { terms } from "./plans.ts"
import type { RentalContext } from "./rentalSteps.ts"

export function disputeRental({ view, session, listing }: RentalContext, after: bigint): Promise<void> {
  return view.step("Disputing", async () => {
    const { offer } = session.rental
    const state = await session.state()
    const sent = await session.dispute(state.since + after, "ipfs://renter/benchmarks-at-half-speed")
    const { contested = 0n, stake = 0n } = findEvent(sent, "Disputed")?.args ?? {}
    const [disputed, back] = [contested, held(offer, state) - contested].map((units) =>
      formatNumber(units, listing.decimals),
    )
    return `The renter disputes ${disputed}, gets ${back} back and stakes ${formatAmount(stake, listing)}.`
  })
}

export function submitEvidenceOfBoth({ view, escrow, session }: RentalContext): Promise<void> {
  return view.step("Submitting evidence", async () => {
    const { rental } = session
    for (const [by, evidenceURI] of [
      ["renter", "ipfs://renter/thermal-log"],
      ["operator", "ipfs://host/monitoring"],
    ] as const) {
      await session.send("submitEvidence", by, (client) => submitEvidence(client, { escrow, rental, evidenceURI }))
    }
    return "Renter and host submit evidence; no ruling is allowed on the first day."
  })
}

export function resolveDispute(
  { view, chain, escrow, safe, session, listing }: RentalContext,
  hostBps: bigint,
): Promise<void> {
  return view.step("Waiting for the Safe's owners", async () => {
    const { rental } = session
    await chain.clock.approach((await session.state()).since + terms.rulingTime)
    const request = await prepareRequest(chain.reader, "resolve", { escrow, rental, hostBps, account: safe.address })
    const sent = await session.send("resolve", "arbiter", (client) => safe.send(client, escrow, request))
    const { stakeToHost = 0n, bondToRenter = 0n } = findEvent(sent, "Resolved")?.args ?? {}
    const { toHost = 0n, toRenter = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const [host, stake, renter] = [toHost, stakeToHost, toRenter].map((units) => formatNumber(units, listing.decimals))
    const bond = formatAmount(bondToRenter, listing)
    return `A Safe ruled ${formatPercent(hostBps)}: host ${host} + ${stake} stake; renter ${renter} + ${bond} bond.`
  })
}

export function refundTime({ view, escrow, session, listing }: RentalContext, seconds: bigint): Promise<void> {
  return view.step("Giving time back", async () => {
    const { rental } = session
    const refundedSeconds = (await session.state()).refundedSeconds + seconds
    const sent = await session.send("refund", "host", (client) => refund(client, { escrow, rental, refundedSeconds }))
    const { amount: back = 0n, stakeReturned = 0n } = findEvent(sent, "Refunded")?.args ?? {}
    const stake = stakeReturned > 0n ? `, and ${formatNumber(stakeReturned, listing.decimals)} of the stake` : ""
    return `The host gives ${formatDuration(seconds)} back: ${formatAmount(back, listing)}${stake}.`
  })
}

/** The renter accepts what the host refunded in the dispute, and gets its whole stake back. */
export function acceptRefund({ view, chain, escrow, session, listing }: RentalContext): Promise<void> {
  return view.step("Conceding", async () => {
    const { rental } = session
    const maxToHost = stopPayout(rental.offer, await session.state(), await chain.clock.now())
    const sent = await session.send("stop", "renter", (client) => stop(client, { escrow, rental, maxToHost }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const { toRenter } = stakesOf(sent, rental)
    const [host, platform] = [toHost, fee].map((units) => formatNumber(units, listing.decimals))
    return `Conceded for free: host ${host}, fee ${platform}, stake back ${formatAmount(toRenter, listing)}.`
  })
}

/** The renter concedes a dispute in which nothing was refunded, and pays for the time that it lasted. */
export function giveUpDispute(
  { view, chain, escrow, session, listing }: RentalContext,
  waiting: bigint,
): Promise<void> {
  return view.step("Conceding", async () => {
    const { rental } = session
    const state = await session.state()
    await chain.clock.approach(state.since + waiting)
    const maxToHost = stopPayout(rental.offer, state, state.since + waiting)
    const sent = await session.send("stop", "renter", (client) => stop(client, { escrow, rental, maxToHost }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const [host, stake] = [toHost, stakesOf(sent, rental).toHost].map((units) => formatNumber(units, listing.decimals))
    return `Conceded after ${formatDuration(waiting)}: host ${host} + ${stake} of the stake, fee ${formatAmount(fee, listing)}.`
  })
}

export function settleUnruled({ view, chain, escrow, session, listing }: RentalContext): Promise<void> {
  return view.step("Waiting for the arbiter", async () => {
    const { rental } = session
    await chain.clock.mineAt(closesAt(rental.offer, await session.state()))
    const sent = await session.send("settle", "keeper", (client) => settle(client, { escrow, rental }))
    const { toHost = 0n, fee = 0n } = findEvent(sent, "Closed")?.args ?? {}
    const [host, stake] = [toHost, stakesOf(sent, rental).toHost].map((units) => formatNumber(units, listing.decimals))
    return `No ruling in 14 days: host ${host} + ${stake} of the stake, fee ${formatAmount(fee, listing)}.`
  })
}

/** The two sides' parts of a stake without a ruling. */
function stakesOf(events: readonly EscrowEvent[], { renter }: Rental): { toHost: bigint; toRenter: bigint } {
  const released = events.flatMap((event) => (event.eventName === "StakeReleased" ? [event.args] : []))
  const partOf = (isOwn: boolean) =>
    sum(released.filter(({ to }) => isAddressEqual(to, renter) === isOwn).map(({ amount }) => amount))
  return { toHost: partOf(false), toRenter: partOf(true) }
}
