// The board in the database: what the shelf holds, with what hosts signed, for restarts and for servers that only read.
import { parseOffer } from "@gpuflow/escrow/offer"
import { type Kysely, sql } from "kysely"
import type { Hex } from "viem"
import type { DatabaseTables } from "../database/databaseTables.ts"
import { type HiddenReason, hardwareOf, type Listing, listingOf } from "./listing.ts"

/** What a host has taken down. */
export interface Removal {
  readonly host: string
  readonly machine: string
  readonly sequence: number
  /** The offer that was removed; null if there was none. */
  readonly hash: string | null
  /** No offer that expires by then is accepted. */
  readonly expiry: number
  readonly signature: Hex
}

/** An offer that has made room for another one. */
export interface Eviction {
  readonly host: string
  readonly machine: string
  readonly hash: string
  readonly sequence: number
}

export interface Head {
  readonly block: bigint
  readonly timestamp: number
}

export interface KeptDocument {
  readonly hash: string
  /** The machine that it names. */
  readonly machine: string
  readonly content: string
}

/** What changes together. */
export interface Changes {
  readonly puts?: readonly { readonly listing: Listing; readonly signed: string }[]
  /** Listings whose standing has changed. */
  readonly standings?: readonly Listing[]
  readonly deletions?: readonly Pick<Listing, "host" | "machine">[]
  readonly evictions?: readonly Eviction[]
  readonly removals?: readonly Removal[]
  readonly documents?: readonly KeptDocument[]
  readonly head?: Head
  /** Seconds, by the server's clock: when documents are put. */
  readonly now: number
}

/** What was stored after a sequence number, beside offers. */
export interface Stored {
  readonly removals: readonly Removal[]
  /** The oldest first. As many as are kept: there may have been more. */
  readonly evictions: readonly Eviction[]
  readonly head: Head | undefined
}

export type Store = ReturnType<typeof createStore>

/** Offers that made room for others, of which the board knows. */
export const MOST_EVICTIONS = 10_000
/** Rows in one statement. */
const ROWS_AT_ONCE = 1_000
/** Rows with their documents that one statement reads. More of them save nothing, and take memory. */
const ROWS_READ_AT_ONCE = 100

export function createStore(database: Kysely<DatabaseTables>) {
  /**
   * Reads what was stored after a sequence number, all of it as of one moment. Offers come one by one, the oldest first:
   * a full board, with what its hosts signed, is too large to be read at once.
   */
  async function load(take: (listing: Listing) => void, after = -1): Promise<Stored> {
    return database
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute(async (moment) => {
        const removals = await moment.selectFrom("board_removals").selectAll().where("sequence", ">", after).execute()
        const evictions = await moment
          .selectFrom("board_evictions")
          .selectAll()
          .where("sequence", ">", after)
          .orderBy("sequence", "desc")
          .limit(MOST_EVICTIONS)
          .execute()
        const head = await moment.selectFrom("board_head").selectAll().executeTakeFirst()
        let place: number | undefined = after
        while (place !== undefined) place = await loadPiece(moment, place, take)
        return {
          removals: removals.map((row) => ({
            host: row.host,
            machine: row.machine,
            sequence: Number(row.sequence),
            hash: row.hash,
            expiry: Number(row.expiry),
            signature: row.signature as Hex,
          })),
          evictions: evictions.toReversed().map((row) => ({ ...row, sequence: Number(row.sequence) })),
          head: head && { block: BigInt(head.block), timestamp: Number(head.timestamp) },
        }
      })
  }

  /** Returns the sequence number to go on from; undefined at the end. */
  async function loadPiece(moment: Kysely<DatabaseTables>, after: number, take: (listing: Listing) => void) {
    const rows = await withDocuments(moment)
      .selectAll("o")
      .select("d.content")
      .where("o.sequence", ">", after)
      .orderBy("o.sequence")
      .limit(ROWS_READ_AT_ONCE)
      .execute()
    for (const row of rows) {
      const { offer, hostSignature } = parseOffer(row.signed)
      const known = {
        hash: row.hash,
        sequence: Number(row.sequence),
        receivedAt: Number(row.received_at),
        claim: Number(row.claim),
        state: row.state,
        reason: row.reason as HiddenReason | null,
        freeAt: Number(row.free_at),
        freeBond: BigInt(row.free_bond),
        recovered: row.recovered ?? undefined,
        contract: row.by_contract ? { offer, hostSignature } : undefined,
        // Documents were read strictly before they were stored.
        hardware: row.content === null ? undefined : hardwareOf(JSON.parse(row.content)),
      }
      take(listingOf(offer, known))
    }
    const last = rows.at(-1)
    return last && rows.length === ROWS_READ_AT_ONCE ? Number(last.sequence) : undefined
  }

  async function commit({
    puts = [],
    standings = [],
    deletions = [],
    evictions = [],
    removals = [],
    documents = [],
    head,
    now,
  }: Changes) {
    await database.transaction().execute(async (transaction) => {
      for (let first = 0; first < documents.length; first += ROWS_AT_ONCE) {
        const rows = new Map(documents.slice(first, first + ROWS_AT_ONCE).map((one) => [one.hash, one]))
        await transaction
          .insertInto("board_documents")
          .values([...rows.values()].map(({ hash, machine, content }) => ({ hash, machine, content, used_at: now })))
          .onConflict((conflict) => conflict.column("hash").doUpdateSet({ used_at: now }))
          .execute()
      }
      for (let first = 0; first < puts.length; first += ROWS_AT_ONCE) {
        await transaction
          .insertInto("board_offers")
          .values(puts.slice(first, first + ROWS_AT_ONCE).map(({ listing, signed }) => ({ ...rowOf(listing), signed })))
          .onConflict((conflict) =>
            conflict.columns(["host", "machine"]).doUpdateSet((excluded) => ({
              hash: excluded.ref("excluded.hash"),
              sequence: excluded.ref("excluded.sequence"),
              received_at: excluded.ref("excluded.received_at"),
              claim: excluded.ref("excluded.claim"),
              expiry: excluded.ref("excluded.expiry"),
              state: excluded.ref("excluded.state"),
              free_at: excluded.ref("excluded.free_at"),
              reason: excluded.ref("excluded.reason"),
              free_bond: excluded.ref("excluded.free_bond"),
              spec: excluded.ref("excluded.spec"),
              recovered: excluded.ref("excluded.recovered"),
              by_contract: excluded.ref("excluded.by_contract"),
              signed: excluded.ref("excluded.signed"),
            })),
          )
          .execute()
      }
      for (let first = 0; first < standings.length; first += ROWS_AT_ONCE) {
        const rows = standings.slice(first, first + ROWS_AT_ONCE).map((listing) => {
          return { ...rowOf(listing), free_bond: String(listing.freeBond) }
        })
        await sql`update board_offers as o
          set sequence = n.sequence, state = n.state, free_at = n.free_at, reason = n.reason, free_bond = n.free_bond
          from json_populate_recordset(null::board_offers, ${JSON.stringify(rows)}::json) as n
          where o.host = n.host and o.machine = n.machine`.execute(transaction)
      }
      const gone = [...deletions, ...evictions].map(({ host, machine }) => ({ host, machine }))
      for (let first = 0; first < gone.length; first += ROWS_AT_ONCE) {
        const keys = JSON.stringify(gone.slice(first, first + ROWS_AT_ONCE))
        await sql`delete from board_offers as o
          using json_to_recordset(${keys}::json) as k(host text, machine text)
          where o.host = k.host and o.machine = k.machine`.execute(transaction)
      }
      for (let first = 0; first < evictions.length; first += ROWS_AT_ONCE) {
        const rows = evictions.slice(first, first + ROWS_AT_ONCE)
        await transaction
          .insertInto("board_evictions")
          .values(rows.map(({ sequence, host, machine, hash }) => ({ sequence, host, machine, hash })))
          .execute()
      }
      for (const removal of removals) {
        const { host, machine, sequence, hash, expiry, signature } = removal
        const values = { sequence, hash, expiry, signature }
        await transaction
          .insertInto("board_removals")
          .values({ host, machine, ...values })
          .onConflict((conflict) => conflict.columns(["host", "machine"]).doUpdateSet(values))
          .execute()
      }
      if (head) {
        const values = { block: head.block, timestamp: head.timestamp }
        await transaction
          .insertInto("board_head")
          .values({ only: true, ...values })
          .onConflict((conflict) => conflict.column("only").doUpdateSet(values))
          .execute()
      }
    })
  }

  return {
    load,
    commit,
    /** The signed offers of listings in their order, and their documents, as JSON. Undefined: it has been replaced. */
    async signed(
      listings: readonly Pick<Listing, "host" | "machine" | "hash">[],
    ): Promise<(SignedTexts | undefined)[]> {
      if (listings.length === 0) return []
      const wanted = JSON.stringify(listings.map(({ host, machine }) => ({ host, machine })))
      const rows = await withDocuments(database)
        .innerJoin(
          sql<{ host: string; machine: string }>`json_to_recordset(${wanted}::json)`.as<"k">(
            sql`k(host text, machine text)`,
          ),
          (join) => join.onRef("k.host", "=", "o.host").onRef("k.machine", "=", "o.machine"),
        )
        .select(["o.host", "o.machine", "o.hash", "o.signed", "d.content as document"])
        .execute()
      const found = new Map(rows.map((row) => [`${row.host} ${row.machine} ${row.hash}`, row]))
      return listings.map(({ host, machine, hash }) => found.get(`${host} ${machine} ${hash}`))
    },
    async document(hash: string): Promise<string | undefined> {
      const row = await database
        .selectFrom("board_documents")
        .select("content")
        .where("hash", "=", hash)
        .executeTakeFirst()
      return row?.content
    },
    /** Documents that no offer names. */
    async countSpareDocuments(): Promise<number> {
      const { rows } = await sql<{ count: string }>`select count(*) as count from board_documents d
        where not exists (select from board_offers o where o.spec = d.hash)`.execute(database)
      return Number(rows[0]?.count ?? 0)
    },
    /** The machines of all offers. */
    async keys(): Promise<Pick<Listing, "host" | "machine">[]> {
      return database.selectFrom("board_offers").select(["host", "machine"]).execute()
    },
    /** Deletes removals that expire until a time, documents that no offer names, and evictions from before a number. */
    async clean({ documentsBefore, evictionsBefore, removalsUntil }: Cleaning): Promise<void> {
      await database.deleteFrom("board_evictions").where("sequence", "<", evictionsBefore).execute()
      await database.deleteFrom("board_removals").where("expiry", "<=", removalsUntil).execute()
      await sql`delete from board_documents d where d.used_at < ${documentsBefore}
        and not exists (select from board_offers o where o.spec = d.hash)`.execute(database)
    },
  }
}

/** What the database forgets: sequence numbers, and times in seconds. */
export interface Cleaning {
  readonly documentsBefore: number
  readonly evictionsBefore: number
  readonly removalsUntil: number
}

export interface SignedTexts {
  readonly signed: string
  /** Null if the board does not have it. */
  readonly document: string | null
}

/** Offers with the documents that they promise, as far as those name their machine. */
function withDocuments(database: Kysely<DatabaseTables>) {
  return database
    .selectFrom("board_offers as o")
    .leftJoin("board_documents as d", (join) =>
      join.onRef("d.hash", "=", "o.spec").onRef("d.machine", "=", "o.machine"),
    )
}

function rowOf(listing: Listing) {
  return {
    host: listing.host,
    machine: listing.machine,
    hash: listing.hash,
    sequence: listing.sequence,
    received_at: listing.receivedAt,
    claim: listing.claim,
    expiry: listing.expiry,
    state: listing.state,
    free_at: listing.freeAt,
    reason: listing.reason,
    free_bond: listing.freeBond,
    spec: listing.spec,
    recovered: listing.recovered ?? null,
    by_contract: listing.contract !== undefined,
  }
}
