// Reads the live generation of the index's tables, wherever it was written.
import { HISTORY_VERSION } from "../../database/createHistoryTables.ts"
import type { Database } from "../../database/openDatabase.ts"
import { HISTORY_CHANNEL } from "../../history/generations.ts"
import type { ServerSettings } from "../../settings.ts"
import { Problem } from "../problem.ts"
import type { HistoryContext, Place, Tables } from "./historyContext.ts"
import { toInteger } from "./rows.ts"

/** Seconds after which a client may ask an index again that is not there yet. */
const RETRY = 5

export type HistoryReader = Pick<HistoryContext, "onChange" | "place" | "tables"> & {
  readonly close: () => Promise<void>
}

export async function openHistoryReader(
  database: Database,
  { chainId, escrow }: Pick<ServerSettings, "chainId" | "escrow">,
): Promise<HistoryReader> {
  const listeners = new Set<() => void>()
  /** The schema that is live, which a notification may replace. */
  let schema: Promise<string | undefined> | undefined
  const tell = () => {
    schema = undefined
    for (const listener of [...listeners]) listener()
  }
  const close = await database.listen(HISTORY_CHANNEL, tell, tell)

  async function readSchema(): Promise<string | undefined> {
    const live = await database.kysely
      .selectFrom("generations")
      .select("schema")
      .where("live", "=", true)
      .where("version", "=", HISTORY_VERSION)
      .where("chain_id", "=", String(chainId))
      .where("escrow", "=", escrow.toLowerCase())
      .executeTakeFirst()
    return live?.schema
  }

  async function live(): Promise<{ readonly name: string; readonly tables: Tables }> {
    const asked = schema ?? readSchema()
    schema = asked
    const name = await asked.catch((error: unknown) => {
      if (schema === asked) schema = undefined
      throw error
    })
    if (name !== undefined) return { name, tables: database.kysely.withSchema(name) }
    if (schema === asked) schema = undefined
    throw notReady()
  }

  async function place(): Promise<Place> {
    const columns = ["block", "hash", "timestamp", "head", "finalized", "revision"] as const
    const { name, tables } = await live()
    const row = await tables.selectFrom("cursor").select(columns).executeTakeFirst()
    if (!row) throw notReady()
    return {
      block: toInteger(row.block),
      hash: row.hash,
      timestamp: toInteger(row.timestamp),
      latest: toInteger(row.head),
      finalized: toInteger(row.finalized),
      version: `${name}-${row.revision}`,
    }
  }

  return {
    tables: async () => (await live()).tables,
    place,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close,
  }
}

function notReady(): Problem {
  const detail = "The index has read nothing of this escrow yet. Try again soon, or read the chain."
  return new Problem(503, "IndexNotReady", detail, {}, RETRY)
}
