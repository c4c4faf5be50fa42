// The tables of the schema `public`, in the order in which they came. A room adds its tables as a module of its own. The
// history's tables are not among them: they are made with each generation, because a change of theirs is a rebuild.
import type { Kysely } from "kysely"
import { type Migration, Migrator } from "kysely/migration"

import { board } from "./migrations/board.ts"
import { boardEvictions } from "./migrations/boardEvictions.ts"
import { generations } from "./migrations/generations.ts"

/** By name, in the order of the names. A migration that was published is never changed. */
const migrations: Readonly<Record<string, Migration>> = {
  "0001-generations": generations,
  "0002-board": board,
  "0003-board-evictions": boardEvictions,
}

/** Brings the tables of `public` up to date. Several processes may do so at once. */
export async function migrate<tables>(kysely: Kysely<tables>): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
