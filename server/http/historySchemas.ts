// What the index answers.
import { reasons, type Status } from "@gpuflow/escrow"
import { z } from "@hono/zod-openapi"
import { answered, given, listOf, orNull, page } from "./primitives.ts"

const { address, hash, amount, dollars, time, seconds, count, block, bps } = answered

const statusNames = ["Funded", "Active", "Interrupted", "Disputed", "Closed"] as const satisfies readonly Status[]

export const meta = z
  .object({
    version: z.string(),
    rooms: z.array(z.enum(["index", "board"])),
    database: z.enum(["pglite", "postgres"]),
    chainId: z.int(),
    escrow: address,
    router: orNull(address),
    mandate: orNull(address),
    fromBlock: block,
    block: block.openapi({ description: "The index holds everything up to this block" }),
    hash: orNull(hash),
    timestamp: time,
    latest: block.openapi({ description: "Latest block of the node" }),
    finalized: block.openapi({ description: "Latest block that cannot be replaced" }),
    lag: z.object({ blocks: count, seconds }),
    booksBalance: z.boolean().openapi({ description: "Whether what is owed in every token is there" }),
  })
  .openapi("Meta")

export const status = z.enum(statusNames).openapi("RentalStatus")
export const reason = z.enum(reasons).openapi("ClosingReason")

/** A rental's terms, as the SDK's verbs take them, with whole numbers as decimal text. */
const terms = z
  .object({
    offer: z.record(z.string(), z.union([z.string(), z.boolean()])),
    renter: address,
    salt: hash,
  })
  .openapi("RentalTerms")

export const rental = z
  .object({
    id: hash,
    host: address,
    renter: address,
    machine: hash,
    token: address,
    arbiter: address,
    operator: address,
    payee: address,
    payer: address.openapi({ description: "Who paid for the deposit" }),
    spec: hash,
    terms,
    pricePerHour: amount,
    status,
    reason: reason.nullable(),
    feeBps: bps,
    duration: seconds,
    since: time,
    billedSeconds: seconds,
    paidSeconds: seconds,
    refundedSeconds: seconds,
    interrupted: z.boolean(),
    settlingUntil: z.int().openapi({ description: "Minutes of the dispute in which conceding is free" }),
    depositBlock: block,
    depositTransaction: hash,
    depositedAt: time,
    startedAt: time.nullable(),
    closedAt: time.nullable(),
    disputedAt: time.nullable(),
    dueAt: time.nullable().openapi({ description: "When the clock alone makes it possible to settle" }),
    endsAt: time.nullable().openapi({ description: "When the rental ends, or has ended" }),
    disputeUntil: time.nullable(),
    evidenceUntil: time.nullable(),
    rulingUntil: time.nullable(),
    exitAt: time
      .nullable()
      .openapi({ description: "When anyone can force the money out, in the worst case; null once it is closed" }),
    deposited: amount,
    toHost: amount,
    fee: amount,
    toRenter: amount,
    held: amount,
    bondLocked: amount,
    bondToRenter: amount,
    stake: amount,
    stakeToHost: amount,
    stakeToRenter: amount,
    contested: amount,
    hostBps: bps.nullable(),
    changedBlock: block,
  })
  .openapi("Rental")

export const event = z
  .object({
    name: z.string(),
    contract: z.enum(["escrow", "router", "mandate"]),
    block,
    logIndex: count,
    timestamp: time,
    transaction: hash,
    rental: orNull(hash),
    host: orNull(address),
    renter: orNull(address),
    machine: orNull(hash),
    token: orNull(address),
    account: orNull(address),
    args: z.record(z.string(), z.unknown()).openapi({ description: "The event's arguments by their names" }),
  })
  .openapi("HistoryEvent")

const tokenAmount = z.object({ token: address, amount, dollars }).openapi("TokenAmount")

export const hostRecord = z
  .object({
    rentals: count,
    open: count,
    completed: count,
    cancelled: count,
    declined: count,
    noShows: count,
    interruptions: count,
    disputes: count,
    rulings: count,
    lost: count.openapi({ description: "Rulings that gave the host less than everything" }),
    promisedSeconds: seconds,
    servedSeconds: seconds,
    servedBps: bps.nullable(),
    feesPaid: z.array(tokenAmount),
    feesPaidDollars: dollars.openapi({ description: "Fees in tokens whose price is known" }),
  })
  .openapi("HostRecord")

export const host = z
  .object({
    host: address,
    rank: z.int().nullable().openapi({ description: "Place by fees paid, in dollars; null without a rental" }),
    record: hostRecord,
  })
  .openapi("RankedHost")

export const hostDetails = z
  .object({
    host: address,
    rank: z.int().nullable(),
    record: hostRecord,
    signer: orNull(address).openapi({ description: "Key that signs the host's offers; null: the host's own" }),
    epoch: count,
    feeBps: bps.openapi({ description: "The host's own fee; 0: the market's" }),
    machines: count,
    bonds: z.array(z.object({ token: address, free: amount, locked: amount })),
    locked: z.array(z.object({ token: address, held: amount, nextDueAt: time.nullable() })).openapi({
      description: "What open rentals hold, and when the next of it is due",
    }),
  })
  .openapi("HostDetails")

export const earning = z
  .object({
    day: z.string().nullable().openapi({ description: "Day of UTC, such as 2026-01-31; null if it is not by day" }),
    machine: orNull(hash),
    token: address,
    gross: amount,
    fee: amount,
    net: amount,
    payouts: count,
    dollars: z
      .object({ gross: dollars, fee: dollars, net: dollars })
      .nullable()
      .openapi({ description: "At each day's price; null if a day has none" }),
  })
  .openapi("Earning")

export const spending = z
  .object({ day: z.string(), token: address, billed: amount, payouts: count, dollars })
  .openapi("Spending")

export const machine = z
  .object({
    host: address,
    machine: hash,
    nonce: count,
    busyUntil: time,
    reserved: z.boolean().openapi({ description: "Whether it waits for its host to start a rental" }),
    depositBlock: block,
    rentals: count,
    lastRental: orNull(hash),
    lastStatus: status.nullable(),
    spec: orNull(hash).openapi({ description: "Hash of the description that its latest rental promised" }),
  })
  .openapi("Machine")

export const machineDetails = machine
  .extend({
    calendar: z.array(
      z.object({
        rental: hash,
        renter: address,
        status,
        reason: reason.nullable(),
        from: time,
        to: time.nullable().openapi({ description: "Null while it waits for its host" }),
      }),
    ),
  })
  .openapi("MachineDetails")

export const dispute = z
  .object({
    rental,
    open: z.boolean(),
    disputedAt: time,
    rulingFrom: time,
    rulingUntil: time,
    atStake: amount.openapi({ description: "Contested amount, locked bond, and stake" }),
    evidence: z.array(
      z.object({
        party: address,
        role: z.enum(["renter", "host", "operator"]).openapi({ description: "The operator speaks for the host" }),
        uri: z.string(),
        timestamp: time,
        block,
        transaction: hash,
      }),
    ),
  })
  .openapi("Dispute")

export const account = z
  .object({
    account: address,
    credits: z.array(tokenAmount),
    bonds: z.array(z.object({ token: address, free: amount, locked: amount })),
    roles: z.array(z.string()).openapi({ description: "Such as owner, guardian, treasury, arbiter" }),
    asRenter: z.object({ rentals: count, open: count }),
    asHost: z.object({ rentals: count, open: count, machines: count }),
    asArbiter: z.object({ disputes: count, open: count }),
    mandates: count,
  })
  .openapi("Account")

export const market = z
  .object({
    token: address,
    arbiter: address,
    feeBps: bps,
    open: z.boolean(),
    dollarPrice: dollars.openapi({ description: "Latest price of one token that the index knows" }),
  })
  .openapi("Market")

export const book = z
  .object({
    token: address,
    rentals: amount,
    stakes: amount,
    bondsLocked: amount,
    bondsFree: amount,
    credits: amount,
    fees: amount,
    owed: amount.openapi({ description: "Sum of the amounts above" }),
    proof: z
      .object({
        block,
        owed: amount,
        balance: amount,
        difference: amount.openapi({ description: "Balance less what was owed. More is a gift, less a fault." }),
      })
      .nullable()
      .openapi({ description: "The latest comparison with what the escrow had; null until there is one" }),
  })
  .openapi("Book")

export const role = z.object({ role: z.string(), account: address }).openapi("Role")

export const mandate = z
  .object({
    mandate: hash,
    rental: hash,
    renter: address,
    executions: count,
    spent: amount,
    tips: amount,
    lastAt: time,
  })
  .openapi("MandateUse")

export const finding = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("rental"), id: hash, host: address, renter: address, status }),
    z.object({ kind: z.literal("machine"), host: address, machine: hash }),
    z.object({ kind: z.literal("transaction"), transaction: hash, block, events: count }),
    z.object({ kind: z.literal("account"), account: address, is: z.array(z.string()) }),
  ])
  .openapi("Finding")

export const transaction = z
  .object({
    transaction: hash,
    block,
    events: z.array(event).openapi({ description: "Those of the escrow, the router, and the mandate contract" }),
  })
  .openapi("HistoryTransaction")

const rentalSorts = ["deadline", "newest"] as const

export const rentalsQuery = z.object({
  host: given.address.optional(),
  renter: given.address.optional(),
  arbiter: given.address.optional(),
  machine: given.hash.optional(),
  token: given.address.optional(),
  status: given.some(statusNames).optional(),
  reason: given.some(reasons).optional(),
  open: given.flag.optional().openapi({ type: "boolean", description: "Whether it is not closed" }),
  disputed: given.flag.optional().openapi({ type: "boolean", description: "Whether it was ever disputed" }),
  dueBefore: given.time.optional(),
  depositedFrom: given.time.optional(),
  depositedTo: given.time.optional(),
  sort: z
    .enum(rentalSorts)
    .optional()
    .openapi({ description: "`newest` (default), or `deadline`: open ones by what is due next, then closed ones" }),
  ...page(),
})

export const rentalList = listOf(rental).openapi("Rentals")
export const eventList = listOf(event).openapi("HistoryEvents")
export const hostList = listOf(host).openapi("RankedHosts")
export const machineList = listOf(machine).openapi("Machines")
export const earningList = listOf(earning).openapi("Earnings")
export const spendingList = listOf(spending).openapi("Spendings")
export const disputeList = listOf(dispute).openapi("Disputes")
export const mandateList = listOf(mandate).openapi("MandateUses")
export const marketList = listOf(market).openapi("Markets")
export const bookList = listOf(book).openapi("Books")
export const roleList = listOf(role).openapi("Roles")
export const findingList = listOf(finding).openapi("Findings")
