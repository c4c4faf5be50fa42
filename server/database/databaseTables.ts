// All tables of the database, as Kysely sees them. The history's are in a schema of their own: `withSchema` names it.
import type { BoardTables } from "../board/boardTables.ts"
import type { HistoryTables } from "./historyTables.ts"

/** One row for each schema that holds a history. At most one is live: the one that is served. */
interface GenerationTable {
  readonly schema: string
  /** Of the code that wrote it: rows of another version are not read. */
  readonly version: number
  readonly chain_id: string
  readonly escrow: string
  readonly live: boolean
}

export interface DatabaseTables extends HistoryTables, BoardTables {
  readonly generations: GenerationTable
}
