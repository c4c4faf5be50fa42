// Rows of the tables as answers: addresses with their checksum, numbers that fit as numbers, amounts as text.
import type { Selectable } from "kysely"
import { type Address, getAddress, type Hex } from "viem"
import type { z } from "zod"
import type { EventTable, RentalTable } from "../../database/historyTables.ts"
import { type event, reason, type rental, status } from "../historySchemas.ts"

/** Addresses with their checksums, which take a hash each: a page names the same few again and again. */
const checksums = new Map<string, Address>()
const MOST_CHECKSUMS = 20_000

/** The tables hold what the escrow's events say, so their texts have the right form. */
export function toAddress(text: string): Address {
  const known = checksums.get(text)
  if (known) return known
  if (checksums.size >= MOST_CHECKSUMS) checksums.clear()
  const address = getAddress(text)
  checksums.set(text, address)
  return address
}
export const toHex = (text: string) => text as Hex
/** Blocks, seconds, and counts. */
export const toInteger = (value: bigint | number | string) => Number(value)
const orNull = <value, result>(value: value | null, convert: (value: value) => result) =>
  value === null ? null : convert(value)

/** The same data, with addresses as they are answered everywhere. What somebody wrote stays as it is. */
function withChecksums(data: unknown, name?: string): unknown {
  if (typeof data === "string") return /^0x[0-9a-f]{40}$/.test(data) && name !== "evidenceURI" ? toAddress(data) : data
  if (typeof data !== "object" || data === null) return data
  if (Array.isArray(data)) return data.map((item) => withChecksums(item, name))
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withChecksums(value, key)]))
}

export function toRental(row: Selectable<RentalTable>): z.output<typeof rental> {
  return {
    id: toHex(row.id),
    host: toAddress(row.host),
    renter: toAddress(row.renter),
    machine: toHex(row.machine),
    token: toAddress(row.token),
    arbiter: toAddress(row.arbiter),
    operator: toAddress(row.operator),
    payee: toAddress(row.payee),
    payer: toAddress(row.payer),
    spec: toHex(row.spec),
    terms: withChecksums(row.terms) as z.output<typeof rental>["terms"],
    pricePerHour: String(row.price_per_hour),
    status: status.parse(row.status),
    reason: orNull(row.reason, (text) => reason.parse(text)),
    feeBps: row.fee_bps,
    duration: toInteger(row.duration),
    since: toInteger(row.since),
    billedSeconds: toInteger(row.billed_seconds),
    paidSeconds: toInteger(row.paid_seconds),
    refundedSeconds: toInteger(row.refunded_seconds),
    interrupted: row.interrupted,
    settlingUntil: toInteger(row.settling_until),
    depositBlock: toInteger(row.deposit_block),
    depositTransaction: toHex(row.deposit_transaction),
    depositedAt: toInteger(row.deposited_at),
    startedAt: orNull(row.started_at, toInteger),
    closedAt: orNull(row.closed_at, toInteger),
    disputedAt: orNull(row.disputed_at, toInteger),
    dueAt: orNull(row.due_at, toInteger),
    endsAt: orNull(row.ends_at, toInteger),
    disputeUntil: orNull(row.dispute_until, toInteger),
    evidenceUntil: orNull(row.evidence_until, toInteger),
    rulingUntil: orNull(row.ruling_until, toInteger),
    exitAt: orNull(row.exit_at, toInteger),
    deposited: String(row.deposited),
    toHost: String(row.to_host),
    fee: String(row.fee),
    toRenter: String(row.to_renter),
    held: String(row.held),
    bondLocked: String(row.bond_locked),
    bondToRenter: String(row.bond_to_renter),
    stake: String(row.stake),
    stakeToHost: String(row.stake_to_host),
    stakeToRenter: String(row.stake_to_renter),
    contested: String(row.contested),
    hostBps: row.host_bps,
    changedBlock: toInteger(row.changed_block),
  }
}

export function toEvent(row: Selectable<EventTable>): z.output<typeof event> {
  return {
    name: row.name,
    contract: row.contract,
    block: toInteger(row.block),
    logIndex: row.log_index,
    timestamp: toInteger(row.timestamp),
    transaction: toHex(row.transaction),
    rental: orNull(row.rental, toHex),
    host: orNull(row.host, toAddress),
    renter: orNull(row.renter, toAddress),
    machine: orNull(row.machine, toHex),
    token: orNull(row.token, toAddress),
    account: orNull(row.account, toAddress),
    args: withChecksums(row.args) as z.output<typeof event>["args"],
  }
}

const DAY = 86_400

/** Days since 1970, of a time in seconds. */
export const dayOf = (time: number) => Math.floor(time / DAY)
/** A day of UTC, such as 2026-01-31, from days since 1970. */
export const toDay = (day: number) => new Date(day * DAY * 1_000).toISOString().slice(0, 10)
