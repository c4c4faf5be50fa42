// Starts the rooms of a server on one database behind one port, and stops them in the order in which nothing is cut off.
import type { Server } from "node:http"
import { createLog } from "@gpuflow/keeper/service"
import { createAdaptorServer } from "@hono/node-server"
import { createChainClient, requireChain } from "./chainClient.ts"
import type { Database } from "./database/openDatabase.ts"
import { createApp } from "./http/app.ts"
import { openBoardRoom } from "./http/board/boardRoom.ts"
import { openHistoryRoom } from "./http/history/historyRoom.ts"
import { createClientOf } from "./http/requestLimits.ts"
import type { Room } from "./http/room.ts"
import { createStreams } from "./http/streams.ts"
import { serveMonitoring } from "./monitoring/serveMonitoring.ts"
import { createServerMetrics } from "./monitoring/serverMetrics.ts"
import type { OpenRoom, RoomContext } from "./roomContext.ts"
import { addressesOf, type RoomName, type ServerSettings } from "./settings.ts"

/** Milliseconds for a request to come in, and between two of one connection. A client that sends slowly holds nothing up. */
const PATIENCE = { headersTimeout: 5_000, requestTimeout: 15_000, keepAliveTimeout: 5_000 }
/** Connections beside those of streams. */
const CONNECTIONS = 1_024
/** Milliseconds that requests have to end when the server is stopped. */
const GRACE = 10_000

const openers: Readonly<Partial<Record<RoomName, OpenRoom>>> = { index: openHistoryRoom, board: openBoardRoom }

export type RunningServer = { readonly url: string; readonly port: number; readonly stop: () => Promise<void> }

/**
 * Starts a server on a database, which it closes in the end, also if it cannot start. It throws for a chain of another id,
 * and a port that is taken.
 */
export async function startServerOn(database: Database, settings: ServerSettings): Promise<RunningServer> {
  const log = createLog(settings, settings.output, addressesOf(settings))
  const metrics = createServerMetrics()
  const client = createChainClient(settings, { log, metrics })
  if (database.movedTo !== undefined) {
    log.warn("the folder could not be opened, was moved aside, and is filled again", { movedTo: database.movedTo })
  }
  metrics.database.set({ kind: database.kind }, 1)
  const stopping = new AbortController()
  const streams = createStreams({
    most: settings.maxStreams,
    mostPerClient: settings.maxStreamsPerClient,
    onDropped: () => metrics.streamsDropped.inc(),
  })
  const clientOf = createClientOf(settings)
  const { signal } = stopping
  const context: RoomContext = { settings, database, client, log, metrics, streams, clientOf, stopping: signal }
  const rooms: Room[] = []
  const close = async () => {
    for (const room of rooms.toReversed()) await room.stop()
    await database.close()
  }
  try {
    if (settings.role === "writer") await requireChain(client)
    for (const name of new Set(settings.rooms)) {
      const room = await openers[name]?.(context)
      if (room) rooms.push(room)
    }
    const service = serveMonitoring({ rooms, metrics, streams, isStopping: () => signal.aborted })
    const app = createApp({ settings, log, metrics, rooms, service, clientOf })
    const listening = await listen(app.fetch, settings)
    const url = `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${listening.port}`
    const { chainId, escrow, role } = settings
    log.info("server started", { url, chainId, escrow, role, rooms: settings.rooms, database: database.kind })
    let stopped: Promise<void> | undefined
    const stop = async () => {
      stopping.abort()
      streams.close()
      await listening.close()
      await close()
      log.info("server stopped")
    }
    return {
      url,
      port: listening.port,
      stop() {
        stopped ??= stop()
        return stopped
      },
    }
  } catch (error) {
    stopping.abort()
    streams.close()
    await close()
    throw error
  }
}

type Listening = { readonly port: number; readonly close: () => Promise<void> }

function listen(
  fetch: Parameters<typeof createAdaptorServer>[0]["fetch"],
  { host, port, maxStreams }: { readonly host: string; readonly port: number; readonly maxStreams: number },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch, serverOptions: PATIENCE }) as Server
  server.maxConnections = CONNECTIONS + maxStreams
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, () => {
      const address = server.address()
      resolve({
        port: typeof address === "object" && address ? address.port : port,
        close: () =>
          new Promise((closed) => {
            const timer = setTimeout(() => server.closeAllConnections(), GRACE)
            server.close(() => {
              clearTimeout(timer)
              closed()
            })
            server.closeIdleConnections()
          }),
      })
    })
  })
}
