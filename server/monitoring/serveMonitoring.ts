// What operators and their programs ask: health, readiness, metrics, and the description of the routes.
import { createHash } from "node:crypto"
import type { ChainClient } from "../chainClient.ts"
import type { Database } from "../database/openDatabase.ts"
import { openApiDocument } from "../http/openApiDocument.ts"
import { createRoutes, type Room, type Routes } from "../http/room.ts"
import { serviceDefinitions as definitions } from "../http/serviceRoutes.ts"
import type { Streams } from "../http/streams.ts"
import { createDatabaseProbe } from "./databaseProbe.ts"
import type { ServerMetrics } from "./serverMetrics.ts"

type Monitored = {
  readonly rooms: readonly Room[]
  readonly metrics: ServerMetrics
  readonly streams: Streams
  readonly database: Pick<Database, "kind" | "kysely">
  readonly chain: Pick<ChainClient, "obstacle">
  readonly isStopping: () => boolean
}

export function serveMonitoring({ rooms, metrics, streams, database, chain, isStopping }: Monitored): Routes {
  const probe = createDatabaseProbe(database)
  const routes = createRoutes()
  const text = JSON.stringify(openApiDocument())
  const tag = `"${createHash("sha256").update(text).digest("hex").slice(0, 16)}"`
  const obstacles = async () => {
    const found = [chain.obstacle(), ...(await Promise.all(rooms.map((room) => room.obstacle())))]
    return [
      ...(isStopping() ? ["The server is being stopped."] : []),
      ...found.filter((reason) => reason !== undefined),
    ]
  }

  routes.openapi(definitions.getHealth, async (c) => {
    const failures = [await probe(), ...rooms.map((room) => room.failure())]
    const reasons = failures.filter((reason) => reason !== undefined)
    return reasons.length === 0 ? c.json({ ok: true, reasons }, 200, FRESH) : c.json({ ok: false, reasons }, 503, FRESH)
  })
  routes.openapi(definitions.getReadiness, async (c) => {
    const reasons = await obstacles()
    return reasons.length === 0 ? c.json({ ok: true, reasons }, 200, FRESH) : c.json({ ok: false, reasons }, 503, FRESH)
  })
  routes.openapi(definitions.getMetrics, async (c) => {
    // What cannot be measured now keeps its last figure.
    await Promise.allSettled(rooms.map((room) => room.measure()))
    metrics.streams.set(streams.size())
    return c.text(await metrics.registry.metrics(), 200, { ...FRESH, "content-type": metrics.registry.contentType })
  })
  routes.get(definitions.getOpenApi.path, (c) => {
    const headers = { "content-type": "application/json", "cache-control": "no-cache", etag: tag }
    const isKnown = c.req.header("if-none-match") === tag
    return isKnown ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
  })
  return routes
}

const FRESH = { "cache-control": "no-store" }
