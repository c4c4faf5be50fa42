// The tables of the board. `boardTables.ts` says what they hold.
import { type Kysely, sql } from "kysely"
import type { Migration } from "kysely/migration"

export const board: Migration = {
  async up(kysely: Kysely<unknown>): Promise<void> {
    await sql`create table board_offers (
      host text not null,
      machine text not null,
      hash text not null,
      sequence bigint not null,
      received_at bigint not null,
      claim bigint not null,
      expiry bigint not null,
      state text not null,
      free_at bigint not null,
      reason text,
      free_bond numeric not null,
      spec text not null,
      recovered text,
      by_contract boolean not null,
      signed text not null,
      primary key (host, machine)
    )`.execute(kysely)
    await sql`create index board_offers_sequence on board_offers (sequence)`.execute(kysely)
    await sql`create index board_offers_spec on board_offers (spec)`.execute(kysely)
    await sql`create table board_removals (
      host text not null,
      machine text not null,
      sequence bigint not null,
      hash text,
      expiry bigint not null,
      signature text not null,
      primary key (host, machine)
    )`.execute(kysely)
    await sql`create index board_removals_sequence on board_removals (sequence)`.execute(kysely)
    await sql`create table board_documents (
      hash text primary key,
      machine text not null,
      content text not null,
      used_at bigint not null
    )`.execute(kysely)
    await sql`create table board_head (
      "only" boolean primary key check ("only"),
      block bigint not null,
      timestamp bigint not null
    )`.execute(kysely)
  },
}
