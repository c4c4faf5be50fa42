// The tables of the index, as Kysely sees them. They hold what the escrow's events say, and nothing else: all of it can
// be rebuilt from the chain. Addresses and hashes are lower-case text, amounts base units, times seconds.
import type { ColumnType } from "kysely"

/** A whole number of any size. The driver returns text, which loses nothing. */
type Amount = ColumnType<string, bigint | string, bigint | string>
/** A `bigint` of PostgreSQL: block numbers and seconds. */
type Integer = ColumnType<bigint, bigint | number, bigint | number>
type Json<data> = ColumnType<data, string, string>

/** The place in the chain up to which the tables hold everything. One row. */
interface CursorTable {
  readonly one: true
  readonly block: Integer
  readonly hash: string | null
  readonly timestamp: Integer
  /** An `EventCursor` of the SDK. */
  readonly cursor: Json<unknown>
  /** The chain's latest block and its latest final one, when the tables were written. */
  readonly head: Integer
  readonly finalized: Integer
  /** Grows with each change of the tables, also one that comes without a block, such as a price. */
  readonly revision: Integer
}

/** One row for each event of the escrow, the router, and the mandate contract. */
export interface EventTable {
  readonly block: Integer
  readonly log_index: number
  readonly timestamp: Integer
  readonly transaction: string
  readonly contract: "escrow" | "router" | "mandate"
  readonly name: string
  readonly rental: string | null
  readonly host: string | null
  readonly renter: string | null
  readonly machine: string | null
  readonly token: string | null
  /** The account that the event names beside host and renter: a credit's owner, an arbiter, a payer. */
  readonly account: string | null
  /** The arguments, as the SDK names them, with big numbers as text. */
  readonly args: Json<Readonly<Record<string, unknown>>>
  /** The machine after this event, if the event changed it. */
  readonly machine_state: Json<Readonly<Record<string, string>>> | null
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
  readonly payer: string
  readonly spec: string
  /** The terms, as the SDK's verbs take them, with big numbers as text. */
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
  /** Minutes after the beginning of the dispute until which conceding is free. */
  readonly settling_until: Integer
  readonly deposit_block: Integer
  readonly deposit_transaction: string
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
  /** From when the money can be forced out; null once it is closed. */
  readonly exit_at: Integer | null
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
  /** The block of its latest event. */
  readonly changed_block: Integer
}

/** A machine that was rented, or whose offers were revoked. */
interface MachineTable {
  readonly host: string
  readonly machine: string
  readonly nonce: Integer
  /** 2^40 - 1 while a rental waits for its start. */
  readonly busy_until: Integer
  readonly deposit_block: Integer
}

/** What a host has set, or the owner for it. A host with nothing but defaults has no row. */
interface HostTable {
  readonly host: string
  readonly signer: string | null
  readonly epoch: Integer
  readonly fee_bps: number
}

/** A host's record by token, as `recordOf` of the SDK counts it, and what it paid: sums over its rentals. */
export interface RecordTable {
  readonly host: string
  readonly token: string
  readonly rentals: Integer
  readonly open: Integer
  readonly completed: Integer
  readonly cancelled: Integer
  readonly declined: Integer
  readonly no_shows: Integer
  readonly interruptions: Integer
  readonly disputes: Integer
  readonly rulings: Integer
  /** Rulings that gave the host less than everything. */
  readonly lost: Integer
  readonly promised_seconds: Integer
  readonly served_seconds: Integer
  /** What the host earned before the fee, and the fee. */
  readonly gross: Amount
  readonly fees: Amount
}

/** What a machine earned on a day of UTC, in a token. */
interface EarningTable {
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

/** Free bonds, credits, and fees. An account without a sum has no row. Fees have the zero address as their account. */
interface BalanceTable {
  readonly kind: "bond" | "credit" | "fee"
  readonly token: string
  readonly account: string
  readonly amount: Amount
}

/** Per token, the sums of what is owed. */
interface BookTable {
  readonly token: string
  readonly held: Amount
  readonly stakes: Amount
  readonly bonds_locked: Amount
  readonly bonds_free: Amount
  readonly credits: Amount
  readonly fees: Amount
}

/** Per token, the latest comparison of its book with what the escrow owns. */
interface ProofTable {
  readonly token: string
  readonly block: Integer
  readonly owed: Amount
  readonly balance: Amount
}

interface MarketTable {
  readonly token: string
  readonly arbiter: string
  readonly fee_bps: number
  readonly open: boolean
}

/** Those that an account holds now, and the owner-to-be. A role that nobody holds has no row. */
interface RoleTable {
  readonly role: "owner" | "pendingOwner" | "guardian" | "treasury"
  readonly account: string
}

/** Mandates that were executed or revoked. One that was only signed is not on the chain. */
interface MandateTable {
  readonly mandate: string
  readonly rental: string
  readonly renter: string
  readonly executions: Integer
  readonly spent: Amount
  readonly tips: Amount
  readonly last_at: Integer
}

/** Revocations of mandates: of one salt, or of all of an older epoch. */
interface RevocationTable {
  readonly renter: string
  /** The salt, or an empty text for the renter's epoch. */
  readonly salt: string
  readonly epoch: Integer
  readonly revoked_at: Integer
}

/** A token's price on a day of UTC, in 10^-8 dollars, by its price feed. */
interface PriceTable {
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
  readonly proofs: ProofTable
  readonly markets: MarketTable
  readonly roles: RoleTable
  readonly mandates: MandateTable
  readonly revocations: RevocationTable
  readonly prices: PriceTable
}
