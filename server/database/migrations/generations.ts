import { type Kysely, sql } from "kysely"
import type { Migration } from "kysely/migration"

/** The table that names the schemas that hold a history. At most one of them is live. */
export const generations: Migration = {
  async up(kysely: Kysely<unknown>): Promise<void> {
    await sql`create table generations (
      schema text primary key, version integer not null, chain_id text not null, escrow text not null, live boolean not null
    )`.execute(kysely)
    await sql`create unique index generations_live on generations (live) where live`.execute(kysely)
  },
}
