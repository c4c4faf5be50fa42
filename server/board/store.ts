// The board in the database: what the shelf holds, with what hosts signed, for restarts and for servers that only read.
import { type MachineDocument, parseDocument, parseOffer } from "@gpuflow/escrow/offer"
import { type Kysely, sql } from "kysely"
import type { Hex } from "viem"
import type { DatabaseTables } from "../database/databaseTables.ts"
import { type HiddenReason, type Listing, listingOf } from "./listing.ts"

/** What a host has taken down. */
export interface Removal {
  readonly host: string
  readonly machine: string
  readonly sequence: number
  /** The offer that was removed. */
  readonly hash: string | null
  /** No offer that expires before is accepted. */
  readonly refusedBefore: number
  readonly expiry: number
  readonly signature: Hex
}

export interface Head {
  readonly block: bigint
  readonly timestamp: number
}

export interface KeptDocument {
  readonly hash: string
  readonly content: string
}

/** What changes together. */
export interface Changes {
  readonly puts?: readonly { readonly listing: Listing; readonly signed: string }[]
  /** Listings whose standing has changed. */
  readonly standings?: readonly Listing[]
  readonly deletions?: readonly Pick<Listing, "host" | "machine">[]
  readonly removals?: readonly Removal[]
  readonly documents?: readonly KeptDocument[]
  readonly head?: Head
  /** Seconds, by the server's clock: when documents are put. */
  readonly now: number
}

/** Everything that was stored after a sequence number. */
export interface Stored {
  readonly listings: readonly Listing[]
  readonly removals: readonly Removal[]
  readonly head: Head | undefined
}

export type Store = ReturnType<typeof createStore>

/** Rows in one statement. */
const ROWS_AT_ONCE = 1_000

export function createStore(database: Kysely<DatabaseTables>) {
  async function load(after = -1): Promise<Stored> {
    const rows = await database.selectFrom("board_offers").selectAll().where("sequence", ">", after).execute()
    const removals = await database.selectFrom("board_removals").selectAll().where("sequence", ">", after).execute()
    const head = await database.selectFrom("board_head").selectAll().executeTakeFirst()
    const documents = await documentsOf(rows.map(({ spec }) => spec))
    return {
      listings: rows.map((row) => {
        const signed = parseOffer(row.signed)
        return listingOf(signed.offer, {
          hash: row.hash,
          sequence: Number(row.sequence),
          receivedAt: Number(row.received_at),
          claim: Number(row.claim),
          state: row.state,
          reason: row.reason as HiddenReason | null,
          freeAt: Number(row.free_at),
          freeBond: BigInt(row.free_bond),
          recovered: row.recovered ?? undefined,
          contract: row.by_contract ? { offer: signed.offer, hostSignature: signed.hostSignature } : undefined,
          document: documents.get(row.spec),
        })
      }),
      removals: removals.map((row) => ({
        host: row.host,
        machine: row.machine,
        sequence: Number(row.sequence),
        hash: row.hash,
        refusedBefore: Number(row.refused_before),
        expiry: Number(row.expiry),
        signature: row.signature as Hex,
      })),
      head: head && { block: BigInt(head.block), timestamp: Number(head.timestamp) },
    }
  }

  async function documentsOf(hashes: readonly string[]): Promise<Map<string, MachineDocument>> {
    const found = new Map<string, MachineDocument>()
    const wanted = [...new Set(hashes)]
    for (let first = 0; first < wanted.length; first += ROWS_AT_ONCE) {
      const some = wanted.slice(first, first + ROWS_AT_ONCE)
      const rows = await database.selectFrom("board_documents").selectAll().where("hash", "in", some).execute()
      for (const { hash, content } of rows) found.set(hash, parseDocument(JSON.parse(content)))
    }
    return found
  }

  async function commit({
    puts = [],
    standings = [],
    deletions = [],
    removals = [],
    documents = [],
    head,
    now,
  }: Changes) {
    await database.transaction().execute(async (transaction) => {
      for (const { hash, content } of documents) {
        await transaction
          .insertInto("board_documents")
          .values({ hash, content, used_at: now })
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
      for (const { host, machine } of deletions) {
        await transaction.deleteFrom("board_offers").where("host", "=", host).where("machine", "=", machine).execute()
      }
      for (const removal of removals) {
        const { host, machine, sequence, hash, refusedBefore, expiry, signature } = removal
        const values = { sequence, hash, refused_before: refusedBefore, expiry, signature }
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
    /** The signed offers of listings, in their order, as JSON without their documents. */
    async signed(listings: readonly Pick<Listing, "host" | "machine">[]): Promise<(string | undefined)[]> {
      if (listings.length === 0) return []
      const rows = await database
        .selectFrom("board_offers")
        .select(["host", "machine", "signed"])
        .where("host", "in", unique(listings.map(({ host }) => host)))
        .where("machine", "in", unique(listings.map(({ machine }) => machine)))
        .execute()
      const found = new Map(rows.map(({ host, machine, signed }) => [`${host} ${machine}`, signed]))
      return listings.map(({ host, machine }) => found.get(`${host} ${machine}`))
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
    /** Deletes removals that refuse nothing any more, and documents that no offer names. Seconds. */
    async clean(head: Head, documentsBefore: number): Promise<void> {
      await database
        .deleteFrom("board_removals")
        .where("expiry", "<=", head.timestamp)
        .where("refused_before", "<=", head.timestamp)
        .execute()
      await sql`delete from board_documents d where d.used_at < ${documentsBefore}
        and not exists (select from board_offers o where o.spec = d.hash)`.execute(database)
    },
  }
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

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]
