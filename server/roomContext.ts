// What the rooms of a server share.
import type { Log } from "@gpuflow/keeper/service"
import type { Client } from "viem"
import type { Database } from "./database/openDatabase.ts"
import type { ClientOf } from "./http/requestLimits.ts"
import type { Room } from "./http/room.ts"
import type { Streams } from "./http/streams.ts"
import type { ServerMetrics } from "./monitoring/serverMetrics.ts"
import type { ServerSettings } from "./settings.ts"

export interface RoomContext {
  readonly settings: ServerSettings
  readonly database: Database
  /** Reads the chain. */
  readonly client: Client
  readonly log: Log
  readonly metrics: ServerMetrics
  readonly streams: Streams
  /** The network address of a request's client, for limits in memory alone. */
  readonly clientOf: ClientOf
  /** Aborted when the server is being stopped: nothing waits any longer. */
  readonly stopping: AbortSignal
}

/** Opens a room, in whichever role. It answers as soon as it can; its obstacle says why it cannot yet. */
export type OpenRoom = (context: RoomContext) => Promise<Room>
