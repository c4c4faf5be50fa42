// Amounts are base units of the rental's token, times seconds since 1970.
import type { Reason, RentalState } from "@gpuflow/escrow"
import type { OfferJson } from "@gpuflow/escrow/offer"
import { index, onchainTable, primaryKey } from "ponder"

/** One row for each rental. */
export const rental = onchainTable(
  "rental",
  (t) => ({
    id: t.hex().primaryKey(),
    host: t.hex().notNull(),
    renter: t.hex().notNull(),
    payer: t.hex().notNull(),
    machine: t.hex().notNull(),
    token: t.hex().notNull(),
    arbiter: t.hex().notNull(),
    /** With `renter` and `salt`, the terms that the SDK's verbs take. `offerFromJson` reads it. */
    offer: t.json().$type<OfferJson>().notNull(),
    salt: t.hex().notNull(),

    // What `getRental` of the escrow returns.
    status: t.text().$type<RentalState["status"]>().notNull(),
    feeBps: t.bigint().notNull(),
    depositBlock: t.bigint().notNull(),
    since: t.bigint().notNull(),
    duration: t.bigint().notNull(),
    billedSeconds: t.bigint().notNull(),
    paidSeconds: t.bigint().notNull(),
    refundedSeconds: t.bigint().notNull(),
    interrupted: t.boolean().notNull(),
    settlingUntil: t.bigint().notNull(),

    /** Why it ended; null while it is open. */
    reason: t.text().$type<Reason>(),
    depositedAt: t.bigint().notNull(),
    startedAt: t.bigint(),
    disputedAt: t.bigint(),
    closedAt: t.bigint(),

    // The price: what came in, where it went, and what is left of it.
    deposited: t.bigint().notNull(),
    toHost: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    toRenter: t.bigint().notNull(),
    held: t.bigint().notNull(),
    /** The host's bond: what is locked, and what the renter received of it. */
    bondLocked: t.bigint().notNull(),
    bondToRenter: t.bigint().notNull(),
    /** The dispute's stake: what is held, and who received it. */
    stake: t.bigint().notNull(),
    stakeToHost: t.bigint().notNull(),
    stakeToRenter: t.bigint().notNull(),
    /** What the arbiter gave the host of the contested amount. */
    hostBps: t.bigint(),
  }),
  (table) => ({
    byHost: index().on(table.host),
    byRenter: index().on(table.renter),
    byStatus: index().on(table.status),
  }),
)

/** One row for each account that was a rental's host, or named a signer, or has a fee of its own. */
export const host = onchainTable("host", (t) => ({
  address: t.hex().primaryKey(),
  signer: t.hex(),
  epoch: t.bigint().notNull(),
  feeBps: t.bigint().notNull(),
  rentals: t.integer().notNull(),
  open: t.integer().notNull(),
  completed: t.integer().notNull(),
  cancelled: t.integer().notNull(),
  declined: t.integer().notNull(),
  noShows: t.integer().notNull(),
  interruptions: t.integer().notNull(),
  disputes: t.integer().notNull(),
  rulings: t.integer().notNull(),
}))

/** What a machine earned on a day of UTC, in a token. */
export const earning = onchainTable(
  "earning",
  (t) => ({
    host: t.hex().notNull(),
    machine: t.hex().notNull(),
    token: t.hex().notNull(),
    /** Days since 1970. */
    day: t.integer().notNull(),
    gross: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    net: t.bigint().notNull(),
    payouts: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.host, table.machine, table.token, table.day] }) }),
)

/** One row for each event of the escrow. */
export const escrowEvent = onchainTable(
  "escrow_event",
  (t) => ({
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    timestamp: t.bigint().notNull(),
    transaction: t.hex().notNull(),
    name: t.text().notNull(),
    /** Null for an event that is about no rental. */
    rental: t.hex(),
    /** By name; numbers are decimal text. */
    args: t.json().$type<Readonly<Record<string, unknown>>>().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.block, table.logIndex] }),
    byRental: index().on(table.rental),
  }),
)
