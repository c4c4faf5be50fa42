// The tables of the board, as Kysely sees them. They hold what hosts have signed, and where it stands on the chain. Addresses and hashes are
// lower-case text, amounts base units, times seconds.
import type { ColumnType } from "kysely"
import type { OfferState } from "./listing.ts"

type Amount = ColumnType<string, bigint | string, bigint | string>
/** PostgreSQL's `bigint`. Its drivers return text or numbers. */
type Integer = ColumnType<string | number | bigint, number | bigint, number | bigint>

interface OfferTable {
  readonly host: string
  readonly machine: string
  readonly hash: string
  readonly sequence: Integer
  readonly received_at: Integer
  readonly claim: Integer
  readonly expiry: Integer
  readonly state: OfferState
  readonly free_at: Integer
  readonly reason: string | null
  readonly free_bond: Amount
  readonly spec: string
  /** Whose key the signature recovers to; null if it is not a signature by a key. */
  readonly recovered: string | null
  readonly by_contract: boolean
  /** The signed offer as the SDK writes it, without its document. */
  readonly signed: string
}

/** What hosts have taken down, as long as it could be published again. */
interface RemovalTable {
  readonly host: string
  readonly machine: string
  readonly sequence: Integer
  /** The offer that was removed; null if there was none. */
  readonly hash: string | null
  /** The request, for other boards. No offer that expires by then is accepted. */
  readonly expiry: Integer
  readonly signature: string
}

/** The latest offers that made room for others, for servers that only read. */
interface EvictionTable {
  readonly sequence: Integer
  readonly host: string
  readonly machine: string
  readonly hash: string
}

interface DocumentTable {
  readonly hash: string
  /** The machine that it names. An offer of another machine with this `spec` has no document. */
  readonly machine: string
  readonly content: string
  /** When it was last named by a live offer, or put. */
  readonly used_at: Integer
}

/** The block up to which the states hold. One row. */
interface HeadTable {
  readonly only: true
  readonly block: Integer
  readonly timestamp: Integer
}

export interface BoardTables {
  readonly board_offers: OfferTable
  readonly board_removals: RemovalTable
  readonly board_evictions: EvictionTable
  readonly board_documents: DocumentTable
  readonly board_head: HeadTable
}
