// The table of offers that made room for others. `boardTables.ts` says what it holds.
import { type Kysely, sql } from "kysely"
import type { Migration } from "kysely/migration"

export const boardEvictions: Migration = {
  async up(kysely: Kysely<unknown>): Promise<void> {
    await sql`create table board_evictions (
      sequence bigint primary key,
      host text not null,
      machine text not null,
      hash text not null
    )`.execute(kysely)
  },
}
