// The tables of the index, as Kysely sees them. They hold what the escrow's events say, and nothing else: all of it can
// be rebuilt from the chain. Addresses and hashes are lower-case text, amounts base units, times seconds.
import type { ColumnType } from "kysely"

/** A whole number of any size. The driver returns text, which loses nothing. */
type Amount = ColumnType<string, bigint | string, bigint | string>
/** A `bigint` of PostgreSQL: block numbers and seconds. */
type Integer = ColumnType<bigint, bigint | number, bigint | number>
type Json<data> = ColumnType<data, string, string>

/** The place in the chain up to which the tables hold everything. One row. */
export interface CursorTable {
  readonly only: true
  readonly block: Integer
  readonly hash: string | null
  readonly timestamp: Integer
  /** An `EventCursor` of the SDK. */
  readonly cursor: Json<unknown>
}

/** One row for each event of the escrow, the router, and the mandate contract. */
export interface EventTable {
  readonly block: Integer
  readonly log_index: number
  readonly block_hash: string
  readonly timestamp: Integer
  readonly transaction: string
  readonly name: string
  readonly rental: string | null
  readonly host: string | null
  readonly renter: string | null
  readonly machine: string | null
  readonly token: string | null
  /** Whom the event is about beside host and renter: a credit's owner, an arbiter, a payer. */
  readonly account: string | null
  readonly args: Json<Readonly<Record<string, unknown>>>
}

/** One row for each rental. */
export interface RentalTable {
  readonly id: string
  readonly host: string
  readonly renter: string
  readonly machine: string
  readonly token: string
  readonly arbiter: string
  readonly operator: string
  readonly payee: string
  readonly spec: string
  /** The terms, as the SDK's verbs take them, with numbers as text. */
  readonly terms: Json<unknown>
  readonly price_per_hour: Amount
  readonly status: string
  readonly reason: string | null
  readonly fee_bps: number
  readonly duration: Integer
  readonly since: Integer
  readonly billed_seconds: Integer
  readonly paid_seconds: Integer
  readonly refunded_seconds: Integer
  readonly interrupted: boolean
  readonly settling_until: Integer
  readonly deposit_block: Integer
  readonly deposited_at: Integer
  readonly started_at: Integer | null
  readonly closed_at: Integer | null
  /** When the clock alone makes it possible to settle; null once it is closed. */
  readonly due_at: Integer | null
  /** When a running rental ends, or has ended. */
  readonly ends_at: Integer | null
  /** Until when the renter may dispute; null if not any more. */
  readonly dispute_until: Integer | null
  readonly evidence_until: Integer | null
  readonly ruling_until: Integer | null
  readonly exit_at: Integer
  /** Principal: what came in, what went out, and what is held. */
  readonly deposited: Amount
  readonly to_host: Amount
  readonly fee: Amount
  readonly to_renter: Amount
  readonly held: Amount
  /** Bond that is locked, and what of it went to the renter. */
  readonly bond_locked: Amount
  readonly bond_to_renter: Amount
  readonly stake: Amount
  readonly stake_to_host: Amount
  readonly stake_to_renter: Amount
  readonly contested: Amount
  readonly host_bps: number | null
  readonly disputed_at: Integer | null
  readonly changed_block: Integer
}

export interface MachineTable {
  readonly host: string
  readonly machine: string
  readonly nonce: Integer
  readonly busy_until: Integer
  readonly deposit_block: Integer
}

/** What a host has set, and what its rentals count to. Counters hold closed rentals unless they say otherwise. */
export interface HostTable {
  readonly host: string
  readonly signer: string | null
  readonly epoch: Integer
  readonly fee_bps: number
}

/** A host's counters by token: sums over its rentals. */
export interface RecordTable {
  readonly host: string
  readonly token: string
  readonly rentals: Integer
  readonly open: Integer
  readonly completed: Integer
  readonly released: Integer
  readonly interrupted: Integer
  readonly cancelled: Integer
  readonly declined: Integer
  readonly no_shows: Integer
  readonly conceded: Integer
  readonly ruled: Integer
  readonly lost: Integer
  readonly unruled: Integer
  readonly promised_seconds: Integer
  readonly served_seconds: Integer
  readonly gross: Amount
  readonly fees: Amount
}

/** What a machine earned on a day of UTC, in a token. */
export interface EarningTable {
  readonly host: string
  readonly machine: string
  readonly token: string
  /** Days since 1970. */
  readonly day: number
  readonly gross: Amount
  readonly fee: Amount
  readonly net: Amount
  readonly payouts: Integer
}

/** Free bonds, credits, and fees. An account without a sum has no row. */
export interface BalanceTable {
  readonly kind: "bond" | "credit" | "fee"
  readonly token: string
  readonly account: string
  readonly amount: Amount
}

/** Per token, the sums of what is owed. */
export interface BookTable {
  readonly token: string
  readonly held: Amount
  readonly stakes: Amount
  readonly bonds_locked: Amount
  readonly bonds_free: Amount
  readonly credits: Amount
  readonly fees: Amount
}

export interface MarketTable {
  readonly token: string
  readonly arbiter: string
  readonly fee_bps: number
  readonly open: boolean
}

export interface RoleTable {
  readonly role: string
  readonly account: string
}

/** Mandates that were executed or revoked. One that was only signed is not on the chain. */
export interface MandateTable {
  readonly mandate: string
  readonly rental: string
  readonly renter: string
  readonly executions: Integer
  readonly spent: Amount
  readonly tips: Amount
  readonly last_at: Integer
}

/** A token's price on a day of UTC, in 10^-8 dollars, by its price feed. */
export interface PriceTable {
  readonly token: string
  readonly day: number
  readonly price: Amount
}

export interface HistoryTables {
  readonly cursor: CursorTable
  readonly events: EventTable
  readonly rentals: RentalTable
  readonly machines: MachineTable
  readonly hosts: HostTable
  readonly records: RecordTable
  readonly earnings: EarningTable
  readonly balances: BalanceTable
  readonly books: BookTable
  readonly markets: MarketTable
  readonly roles: RoleTable
  readonly mandates: MandateTable
  readonly prices: PriceTable
}
