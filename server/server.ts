// Starts the rooms of a server on one database behind one port, and stops them in the order in which nothing is cut off.
import type { Server } from "node:http"
import { createLog, networkOf, reasonOf } from "@gpuflow/keeper/service"
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
const PATIENCE = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
}
/** Connections beside those of streams: of all clients, and of one network address. */
const CONNECTIONS = { all: 1_024, client: 256 }
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
  const chain = createChainClient(settings, { log, metrics })
  const { client } = chain
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
    // A database that has failed fails here again, and must not keep the rest from being closed.
    const ends = [...rooms.toReversed().map((room) => room.stop), database.close]
    for (const end of ends) {
      await end().catch((error: unknown) => log.warn("not closed cleanly", { reason: reasonOf(error) }))
    }
  }
  try {
    if (settings.role === "writer") await requireChain(client)
    for (const name of new Set(settings.rooms)) {
      const room = await openers[name]?.(context)
      if (room) rooms.push(room)
    }
    const service = serveMonitoring({ rooms, metrics, streams, database, chain, isStopping: () => signal.aborted })
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

/** Ends further connections of a network address that has so many, so that it leaves room for others. */
function limitConnections(server: Server, most: number): void {
  const counts = new Map<string, number>()
  server.on("connection", (socket) => {
    const client = networkOf(socket.remoteAddress ?? "")
    const count = counts.get(client) ?? 0
    if (count >= most) {
      socket.destroy()
      return
    }
    counts.set(client, count + 1)
    socket.once("close", () => {
      const left = (counts.get(client) ?? 1) - 1
      if (left > 0) counts.set(client, left)
      else counts.delete(client)
    })
  })
}

type Listening = { readonly port: number; readonly close: () => Promise<void> }

function listen(
  fetch: Parameters<typeof createAdaptorServer>[0]["fetch"],
  {
    host,
    port,
    maxStreams,
    maxStreamsPerClient,
    clientHeader,
  }: Pick<ServerSettings, "host" | "port" | "maxStreams" | "maxStreamsPerClient" | "clientHeader">,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch, serverOptions: PATIENCE }) as Server
  server.maxConnections = CONNECTIONS.all + maxStreams
  // Behind a proxy that names its clients, every connection comes from the proxy.
  if (clientHeader === undefined) limitConnections(server, CONNECTIONS.client + maxStreamsPerClient)
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
