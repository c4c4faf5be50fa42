// What each event of the escrow changes.

import { type Context, type Event, ponder } from "ponder:registry"
import { earning, escrowEvent, host, rental } from "ponder:schema"
import {
  billedByRenter,
  bondLocked,
  EVIDENCE_WINDOW,
  FREE_TO_CONCEDE,
  held,
  type Offer,
  type RentalState,
  reasons,
} from "@gpuflow/escrow"
import { type OfferJson, offerFromJson } from "@gpuflow/escrow/offer"
import { type Address, type Hex, zeroAddress } from "viem"

type RentalRow = typeof rental.$inferSelect
type HostRow = typeof host.$inferSelect
type Count = Exclude<keyof HostRow, "address" | "signer" | "epoch" | "feeBps">
/** A rental's row, its offer, and its state as the SDK's arithmetic takes it. */
type Before = { readonly row: RentalRow; readonly offer: Offer; readonly state: RentalState; readonly at: bigint }
/** What the events have in common. */
type Emitted<args = object> = Pick<Event, "block" | "log" | "transaction"> & { readonly args: args }
type Handled<args = object> = { readonly event: Emitted<args>; readonly context: Context }

const SECONDS_PER_DAY = 86_400n

// Rentals

ponder.on("RentalEscrow:Deposited", async ({ event, context }) => {
  const { id, host: hostAddress, renter, payer, rental: terms, duration, amount, feeBps } = event.args
  const { timestamp, number } = event.block
  const offerJson = toText(terms.offer) as OfferJson
  const offer = offerFromJson(offerJson)
  const startsNow = offer.startWindow === 0n
  const state: RentalState = {
    status: startsNow ? "Active" : "Funded",
    feeBps: BigInt(feeBps),
    depositBlock: number,
    since: timestamp,
    duration: BigInt(duration),
    billedSeconds: 0n,
    paidSeconds: 0n,
    refundedSeconds: 0n,
    interrupted: false,
    settlingUntil: 0n,
  }
  await keep("Deposited", { event, context }, id)
  await context.db.insert(rental).values({
    ...state,
    id,
    host: hostAddress,
    renter,
    payer,
    machine: offer.machine,
    token: offer.token,
    arbiter: offer.arbiter,
    offer: offerJson,
    salt: terms.salt,
    depositedAt: timestamp,
    startedAt: startsNow ? timestamp : null,
    deposited: amount,
    toHost: 0n,
    fee: 0n,
    toRenter: 0n,
    held: amount,
    bondLocked: bondLocked(offer, state),
    bondToRenter: 0n,
    stake: 0n,
    stakeToHost: 0n,
    stakeToRenter: 0n,
  })
  await count(context, hostAddress, { rentals: 1, open: 1 })
})

ponder.on("RentalEscrow:Started", async ({ event, context }) => {
  await change("Started", { event, context }, ({ at }) => ({ status: "Active", since: at, startedAt: at }))
})

ponder.on("RentalEscrow:Extended", async ({ event, context }) => {
  const duration = BigInt(event.args.duration)
  await change("Extended", { event, context }, ({ row, offer, state }) => ({
    duration,
    deposited: row.deposited + event.args.amount,
    bondLocked: bondLocked(offer, { ...state, duration }),
  }))
})

ponder.on("RentalEscrow:Interrupted", async ({ event, context }) => {
  await change("Interrupted", { event, context }, ({ row, offer, state, at }) => {
    const billedSeconds = BigInt(event.args.billedSeconds)
    const after = { status: "Interrupted", since: at, billedSeconds, interrupted: true } as const
    return {
      ...after,
      toRenter: row.toRenter + event.args.refund,
      bondLocked: bondLocked(offer, { ...state, ...after }),
    }
  })
})

ponder.on("RentalEscrow:Compensated", async ({ event, context }) => {
  await change("Compensated", { event, context }, ({ row }) => ({ bondToRenter: row.bondToRenter + event.args.amount }))
})

ponder.on("RentalEscrow:Refunded", async ({ event, context }) => {
  const { amount, stakeReturned } = event.args
  await change("Refunded", { event, context }, ({ row, offer, state, at }) => {
    const refundedSeconds = BigInt(event.args.refundedSeconds)
    const after = { ...state, refundedSeconds }
    return {
      refundedSeconds,
      toRenter: row.toRenter + amount,
      stake: row.stake - stakeReturned,
      stakeToRenter: row.stakeToRenter + stakeReturned,
      settlingUntil: state.status === "Disputed" ? settlingUntil(offer, after, at) : state.settlingUntil,
    }
  })
})

ponder.on("RentalEscrow:Paid", async ({ event, context }) => {
  const { paidSeconds, toHost, fee } = event.args
  const row = await change("Paid", { event, context }, ({ row }) => ({
    paidSeconds: BigInt(paidSeconds),
    toHost: row.toHost + toHost,
    fee: row.fee + fee,
  }))
  await earn(context, row, event)
})

ponder.on("RentalEscrow:Disputed", async ({ event, context }) => {
  const { billedSeconds, contested, stake } = event.args
  const row = await change("Disputed", { event, context }, ({ row, at }) => ({
    status: "Disputed",
    since: at,
    disputedAt: at,
    billedSeconds: BigInt(billedSeconds),
    // What nobody contests is back with the renter.
    toRenter: row.toRenter + row.held - contested,
    stake,
  }))
  await count(context, row.host, { disputes: 1 })
})

ponder.on("RentalEscrow:EvidenceSubmitted", async ({ event, context }) => {
  await keep("EvidenceSubmitted", { event, context }, event.args.id)
})

ponder.on("RentalEscrow:Resolved", async ({ event, context }) => {
  const { hostBps, stakeToHost, stakeToRenter, bondToRenter } = event.args
  await change("Resolved", { event, context }, ({ row }) => ({
    hostBps: BigInt(hostBps),
    stake: 0n,
    stakeToHost: row.stakeToHost + stakeToHost,
    stakeToRenter: row.stakeToRenter + stakeToRenter,
    bondToRenter: row.bondToRenter + bondToRenter,
  }))
})

ponder.on("RentalEscrow:StakeReleased", async ({ event, context }) => {
  const { to, amount } = event.args
  await change("StakeReleased", { event, context }, ({ row }) => {
    const stake = row.stake - amount
    const isRenter = to.toLowerCase() === row.renter
    return isRenter
      ? { stake, stakeToRenter: row.stakeToRenter + amount }
      : { stake, stakeToHost: row.stakeToHost + amount }
  })
})

ponder.on("RentalEscrow:Closed", async ({ event, context }) => {
  const { toHost, fee, toRenter } = event.args
  const reason = reasons[event.args.reason]
  if (!reason) throw new Error(`The escrow closed a rental for reason ${event.args.reason}, which has no name.`)
  const row = await change("Closed", { event, context }, ({ row, offer, state, at }) => ({
    status: "Closed",
    reason,
    since: at,
    closedAt: at,
    billedSeconds: billedAtEnd(offer, state, { at, isReleased: reason === "Released" }),
    toHost: row.toHost + toHost,
    fee: row.fee + fee,
    toRenter: row.toRenter + toRenter,
    bondLocked: 0n,
  }))
  await earn(context, row, event)
  const ended: Partial<Record<typeof reason, Count>> = {
    Completed: "completed",
    Released: "completed",
    Cancelled: "cancelled",
    Declined: "declined",
    NoShow: "noShows",
    Resolved: "rulings",
  }
  const counted = ended[reason]
  await count(context, row.host, {
    open: -1,
    ...(counted ? { [counted]: 1 } : {}),
    ...(row.interrupted ? { interruptions: 1 } : {}),
  })
})

// Hosts

ponder.on("RentalEscrow:SignerSet", async ({ event, context }) => {
  const { host: address, signer, epoch } = event.args
  await keep("SignerSet", { event, context })
  await changeHost(context, address, () => ({ signer: signer === zeroAddress ? null : signer, epoch: BigInt(epoch) }))
})

ponder.on("RentalEscrow:HostFeeSet", async ({ event, context }) => {
  await keep("HostFeeSet", { event, context })
  await changeHost(context, event.args.host, () => ({ feeBps: BigInt(event.args.feeBps) }))
})

// Events that no other table follows

const others = [
  "Credited",
  "Withdrawn",
  "BondFunded",
  "BondWithdrawn",
  "FeesCollected",
  "OffersRevoked",
  "MarketSet",
  "TreasurySet",
  "GuardianSet",
  "OwnershipTransferStarted",
  "OwnershipTransferred",
] as const
for (const name of others) ponder.on(`RentalEscrow:${name}`, ({ event, context }) => keep(name, { event, context }))

/** Keeps an event. */
async function keep(name: string, { event, context }: Handled, id?: Hex): Promise<void> {
  await context.db.insert(escrowEvent).values({
    block: event.block.number,
    logIndex: event.log.logIndex,
    timestamp: event.block.timestamp,
    transaction: event.transaction.hash,
    name,
    rental: id ?? null,
    args: toText(event.args),
  })
}

/** Keeps an event of a rental, and changes the rental. Returns the row as it is then. */
async function change(
  name: string,
  { event, context }: Handled<{ readonly id: Hex }>,
  changes: (before: Before) => Partial<RentalRow>,
): Promise<RentalRow> {
  const { id } = event.args
  await keep(name, { event, context }, id)
  return context.db.update(rental, { id }).set((row) => {
    const before = { row, offer: offerFromJson(row.offer), state: row, at: event.block.timestamp }
    const { deposited, toHost, fee, toRenter, ...others } = { ...row, ...changes(before) }
    return { ...others, deposited, toHost, fee, toRenter, held: deposited - toHost - fee - toRenter }
  })
}

/** Adds a payout to what the machine earned on that day. */
async function earn(
  context: Context,
  { host, machine, token }: RentalRow,
  event: Emitted<{ readonly toHost: bigint; readonly fee: bigint }>,
): Promise<void> {
  const { toHost: net, fee } = event.args
  const gross = net + fee
  if (gross === 0n) return
  const day = Number(event.block.timestamp / SECONDS_PER_DAY)
  await context.db
    .insert(earning)
    .values({ host, machine, token, day, gross, fee, net, payouts: 1 })
    .onConflictDoUpdate((row) => ({
      gross: row.gross + gross,
      fee: row.fee + fee,
      net: row.net + net,
      payouts: row.payouts + 1,
    }))
}

async function count(context: Context, address: Address, by: Partial<Record<Count, number>>): Promise<void> {
  await changeHost(context, address, (row) =>
    Object.fromEntries(Object.entries(by).map(([name, more]) => [name, row[name as Count] + more])),
  )
}

async function changeHost(
  context: Context,
  address: Address,
  changes: (row: HostRow) => Partial<HostRow>,
): Promise<void> {
  const counts = { rentals: 0, open: 0, completed: 0, cancelled: 0, declined: 0, noShows: 0, interruptions: 0 }
  const fresh: HostRow = { address, signer: null, epoch: 0n, feeBps: 0n, ...counts, disputes: 0, rulings: 0 }
  await context.db
    .insert(host)
    .values({ ...fresh, ...changes(fresh) })
    .onConflictDoUpdate(changes)
}

/** Seconds that a rental is billed once it is closed. */
function billedAtEnd(
  offer: Offer,
  state: RentalState,
  { at, isReleased }: { readonly at: bigint; readonly isReleased: boolean },
): bigint {
  if (state.status === "Funded") return 0n
  if (state.status !== "Active") return state.billedSeconds
  return isReleased ? billedByRenter(offer, state, at) : state.duration
}

/** Minutes of the dispute until which conceding is free, after a refund. */
function settlingUntil(offer: Offer, state: RentalState, at: bigint): bigint {
  if (held(offer, state) === 0n) return FREE_TO_CONCEDE
  return (at - state.since + EVIDENCE_WINDOW + 59n) / 60n
}

/** The same with every number as decimal text, which JSON holds whatever its size. */
function toText(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (typeof part === "bigint" || typeof part === "number") return [name, String(part)]
      return [name, typeof part === "object" && part !== null ? toText(part) : part]
    }),
  )
}
