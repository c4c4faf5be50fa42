// What the index's handlers work with.
import type { Kysely } from "kysely"
import type { Client } from "viem"
import type { HistoryTables } from "../../database/historyTables.ts"
import type { ServerSettings } from "../../settings.ts"
import type { ClientOf } from "../requestLimits.ts"
import type { Streams } from "../streams.ts"

export type Tables = Kysely<HistoryTables>

/** Up to where the index holds everything, and where the chain is. */
export interface Place {
  readonly block: number
  readonly hash: string | null
  readonly timestamp: number
  /** The latest block of the node, and the latest one that cannot be replaced. */
  readonly latest: number
  readonly finalized: number
  /** Another one with each change of what the tables hold. */
  readonly version: string
}

export interface HistoryContext {
  readonly settings: Pick<ServerSettings, "chainId" | "escrow" | "fromBlock" | "mandateContract" | "router" | "rooms">
  readonly databaseKind: "pglite" | "postgres"
  /** The tables that are live now. A rebuild replaces them. */
  readonly tables: () => Promise<Tables>
  readonly place: () => Promise<Place>
  /** Reads the chain: for transactions of which the tables hold no event. */
  readonly client: Client
  /** Calls after each batch that was committed, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void
  /** Aborted when the server is being stopped: nothing waits any longer. */
  readonly stopping: AbortSignal
  readonly streams: Streams
  readonly clientOf: ClientOf
}
