// A rental while events are folded into it, its row, and what it adds to the sums.
import {
  ARBITRATION_WINDOW,
  bondLocked,
  closesAt,
  dueAt,
  EVIDENCE_WINDOW,
  exitAt,
  type Offer,
  type Reason,
  type RentalState,
} from "@gpuflow/escrow"
import { recordOf } from "@gpuflow/escrow/watch"

import type { HistoryEvent, Json } from "./historyEvent.ts"

type Mutable<record> = { -readonly [name in keyof record]: record[name] }

export interface FoldedRental {
  readonly id: string
  readonly terms: Terms
  readonly offer: Offer
  readonly payer: string
  readonly state: Mutable<RentalState>
  reason: Reason | null
  readonly depositTransaction: string
  readonly depositedAt: bigint
  startedAt: bigint | null
  closedAt: bigint | null
  /** When a rental that ran has ended, or will end. */
  endsAt: bigint | null
  deposited: bigint
  toHost: bigint
  fee: bigint
  toRenter: bigint
  bondLocked: bigint
  bondToRenter: bigint
  /** Bond that this closing gives to the renter. Zero between transactions. */
  bondLost: bigint
  stake: bigint
  stakeToHost: bigint
  stakeToRenter: bigint
  contested: bigint
  hostBps: bigint | null
  disputedAt: bigint | null
  changedBlock: bigint
}

export interface Terms {
  readonly offer: Readonly<Record<string, string | boolean>>
  readonly renter: string
  readonly salt: string
}

export const heldBy = ({ deposited, toHost, fee, toRenter }: FoldedRental): bigint =>
  deposited - toHost - fee - toRenter

const numbers = [
  "pricePerHour",
  "bond",
  "minDuration",
  "maxDuration",
  "startWindow",
  "challengeWindow",
  "nonce",
  "epoch",
  "expiry",
  "maxFeeBps",
]

function offerOf({ offer }: Terms): Offer {
  const fields = Object.entries(offer).map(([name, value]) => [
    name,
    numbers.includes(name) && typeof value === "string" ? BigInt(value) : value,
  ])
  return Object.fromEntries(fields) as Offer
}

/** The terms in a `Deposited` event's arguments. */
export function termsOf(args: HistoryEvent["args"]): Terms {
  return args["rental"] as unknown as Terms
}

/** The rental of a `Deposited` event. */
export function depositedRental({ args, block, timestamp, transaction }: HistoryEvent): FoldedRental {
  const terms = termsOf(args)
  const offer = offerOf(terms)
  const duration = BigInt(String(args["duration"]))
  const startsNow = offer.startWindow === 0n
  const state: Mutable<RentalState> = {
    status: startsNow ? "Active" : "Funded",
    feeBps: BigInt(String(args["feeBps"])),
    depositBlock: block,
    since: timestamp,
    duration,
    billedSeconds: 0n,
    paidSeconds: 0n,
    refundedSeconds: 0n,
    interrupted: false,
    settlingUntil: 0n,
  }
  return {
    id: String(args["id"]),
    terms,
    offer,
    payer: String(args["payer"]),
    state,
    reason: null,
    depositTransaction: transaction,
    depositedAt: timestamp,
    startedAt: startsNow ? timestamp : null,
    closedAt: null,
    endsAt: startsNow ? timestamp + duration : null,
    deposited: BigInt(String(args["amount"])),
    toHost: 0n,
    fee: 0n,
    toRenter: 0n,
    bondLocked: bondLocked(offer, state),
    bondToRenter: 0n,
    bondLost: 0n,
    stake: 0n,
    stakeToHost: 0n,
    stakeToRenter: 0n,
    contested: 0n,
    hostBps: null,
    disputedAt: null,
    changedBlock: block,
  }
}

/** A row of `rentals`, as it is written. */
export type RentalRow = Readonly<Record<string, Json | bigint | Terms>>

export function toRow(rental: FoldedRental): RentalRow {
  const { offer, state, terms } = rental
  const isOpen = state.status !== "Closed"
  const mayDispute = state.status === "Active" || state.status === "Interrupted"
  const isDisputed = state.status === "Disputed"
  return {
    id: rental.id,
    host: offer.host,
    renter: terms.renter,
    machine: offer.machine,
    token: offer.token,
    arbiter: offer.arbiter,
    operator: offer.operator,
    payee: offer.payee,
    payer: rental.payer,
    spec: offer.spec,
    terms,
    price_per_hour: offer.pricePerHour,
    status: state.status,
    reason: rental.reason,
    fee_bps: state.feeBps,
    duration: state.duration,
    since: state.since,
    billed_seconds: state.billedSeconds,
    paid_seconds: state.paidSeconds,
    refunded_seconds: state.refundedSeconds,
    interrupted: state.interrupted,
    settling_until: state.settlingUntil,
    deposit_block: state.depositBlock,
    deposit_transaction: rental.depositTransaction,
    deposited_at: rental.depositedAt,
    started_at: rental.startedAt,
    closed_at: rental.closedAt,
    due_at: isOpen ? dueAt(offer, state) : null,
    ends_at: rental.endsAt,
    dispute_until: mayDispute ? closesAt(offer, state) : null,
    evidence_until: isDisputed ? state.since + EVIDENCE_WINDOW : null,
    ruling_until: isDisputed ? state.since + ARBITRATION_WINDOW : null,
    exit_at: isOpen ? exitAt(offer, state) : null,
    deposited: rental.deposited,
    to_host: rental.toHost,
    fee: rental.fee,
    to_renter: rental.toRenter,
    held: heldBy(rental),
    bond_locked: rental.bondLocked,
    bond_to_renter: rental.bondToRenter,
    stake: rental.stake,
    stake_to_host: rental.stakeToHost,
    stake_to_renter: rental.stakeToRenter,
    contested: rental.contested,
    host_bps: rental.hostBps,
    disputed_at: rental.disputedAt,
    changed_block: rental.changedBlock,
  }
}

/** The rental of a row that was read. */
export function fromRow(row: Readonly<Record<string, unknown>>): FoldedRental {
  const number = (name: string) => BigInt(String(row[name]))
  const maybe = (name: string) => (row[name] === null ? null : number(name))
  const terms = row["terms"] as Terms
  return {
    id: String(row["id"]),
    terms,
    offer: offerOf(terms),
    payer: String(row["payer"]),
    state: {
      status: row["status"] as RentalState["status"],
      feeBps: number("fee_bps"),
      depositBlock: number("deposit_block"),
      since: number("since"),
      duration: number("duration"),
      billedSeconds: number("billed_seconds"),
      paidSeconds: number("paid_seconds"),
      refundedSeconds: number("refunded_seconds"),
      interrupted: row["interrupted"] === true,
      settlingUntil: number("settling_until"),
    },
    reason: row["reason"] as Reason | null,
    depositTransaction: String(row["deposit_transaction"]),
    depositedAt: number("deposited_at"),
    startedAt: maybe("started_at"),
    closedAt: maybe("closed_at"),
    endsAt: maybe("ends_at"),
    deposited: number("deposited"),
    toHost: number("to_host"),
    fee: number("fee"),
    toRenter: number("to_renter"),
    bondLocked: number("bond_locked"),
    bondToRenter: number("bond_to_renter"),
    bondLost: 0n,
    stake: number("stake"),
    stakeToHost: number("stake_to_host"),
    stakeToRenter: number("stake_to_renter"),
    contested: number("contested"),
    hostBps: maybe("host_bps"),
    disputedAt: maybe("disputed_at"),
    changedBlock: number("changed_block"),
  }
}

/** What a rental adds to the sums of its token and of its host. */
export interface Contribution {
  readonly books: Readonly<Record<"held" | "stakes" | "bonds_locked", bigint>>
  readonly record: Readonly<Record<RecordColumn, bigint>>
}

export const recordColumns = [
  "rentals",
  "open",
  "completed",
  "cancelled",
  "declined",
  "no_shows",
  "interruptions",
  "disputes",
  "rulings",
  "lost",
  "promised_seconds",
  "served_seconds",
  "gross",
  "fees",
] as const
type RecordColumn = (typeof recordColumns)[number]

export function contributionOf(rental: FoldedRental): Contribution {
  const { offer, state, reason, hostBps, fee, toHost } = rental
  const record = recordOf([
    {
      token: offer.token,
      state,
      reason: reason ?? undefined,
      disputed: rental.disputedAt !== null,
      hostBps: hostBps ?? undefined,
      fees: fee,
    },
  ])
  return {
    books: { held: heldBy(rental), stakes: rental.stake, bonds_locked: rental.bondLocked },
    record: {
      rentals: 1n,
      open: BigInt(record.open),
      completed: BigInt(record.completed),
      cancelled: BigInt(record.cancelled),
      declined: BigInt(record.declined),
      no_shows: BigInt(record.noShows),
      interruptions: BigInt(record.interruptions),
      disputes: BigInt(record.disputes),
      rulings: BigInt(record.rulings),
      lost: hostBps !== null && hostBps < 10_000n ? 1n : 0n,
      promised_seconds: record.promisedSeconds,
      served_seconds: record.servedSeconds,
      gross: toHost + fee,
      fees: fee,
    },
  }
}
