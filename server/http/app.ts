// The server's HTTP side: what every request goes through, the rooms' routes, and how failures are answered.
import { type Log, reasonOf } from "@gpuflow/keeper/service"
import { OpenAPIHono } from "@hono/zod-openapi"
import type { MiddlewareHandler } from "hono"
import { cors } from "hono/cors"
import { HTTPException } from "hono/http-exception"
import { routePath } from "hono/route"
import { secureHeaders } from "hono/secure-headers"
import type { ServerMetrics } from "../monitoring/serverMetrics.ts"
import type { ServerSettings } from "../settings.ts"
import { definitions } from "./openApiDocument.ts"
import { Problem, problemResponse } from "./problem.ts"
import { type ClientOf, limitBody, limitRate, limitTime } from "./requestLimits.ts"
import type { HttpEnv, Room, Routes } from "./room.ts"

/** Headers of answers that pages of other origins may read. */
const EXPOSED = ["etag", "gpuflow-block", "location", "payment-required", "retry-after"]
/** Seconds for which a browser remembers what it may send. */
const PREFLIGHT = 600

export type AppContext = {
  readonly settings: ServerSettings
  readonly log: Log
  readonly metrics: ServerMetrics
  readonly rooms: readonly Room[]
  readonly service: Routes
  readonly clientOf: ClientOf
}

export function createApp({ settings, log, metrics, rooms, service, clientOf }: AppContext): OpenAPIHono<HttpEnv> {
  const app = new OpenAPIHono<HttpEnv>()
  app.use(measure(metrics))
  // Nothing that is answered is a page.
  app.use(
    secureHeaders({
      crossOriginResourcePolicy: "cross-origin",
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      strictTransportSecurity: false,
    }),
  )
  app.use(
    cors({
      origin: settings.origins.includes("*") ? "*" : [...settings.origins],
      allowMethods: ["GET", "HEAD", "PUT", "DELETE"],
      allowHeaders: ["content-type", "if-none-match", "last-event-id"],
      exposeHeaders: EXPOSED,
      maxAge: PREFLIGHT,
    }),
  )
  // Monitoring works while everything else is refused.
  app.route("/", service)
  app.use(limitRate(settings, clientOf), limitBody(), limitTime())
  for (const { routes } of rooms) app.route("/", routes)
  app.notFound(({ req }) => problemResponse(unknownPath(req.method, req.path)))
  app.onError((error, { req }) => {
    const problem = problemOf(error)
    if (problem.status === 500) {
      log.error("request failed", { path: req.path, reason: reasonOf(error) })
      for (const room of rooms) room.onFailedRequest?.(error)
    }
    return problemResponse(problem)
  })
  return app
}

function measure({ requestSeconds }: ServerMetrics): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const stop = requestSeconds.startTimer()
    await next()
    const path = routePath(context, -1)
    stop({ route: path.includes("*") ? "other" : path, method: context.req.method, status: context.res.status })
  }
}

function unknownPath(method: string, path: string): Problem {
  const paths = Object.values(definitions).map((definition) => ({
    method: definition.method.toUpperCase(),
    pattern: new RegExp(`^${definition.path.replace(/\{\w+\}/g, "[^/]+")}$`),
  }))
  const allowed = paths.filter(({ pattern }) => pattern.test(path)).map((known) => known.method)
  if (allowed.length === 0) {
    return new Problem(
      404,
      "PathUnknown",
      "There is nothing at this path. Look into /openapi.json for those there are.",
    )
  }
  if (allowed.includes(method)) {
    const detail =
      "This server does not run the room that answers here. Ask another server, or set GPUFLOW_SERVER_ROOMS."
    return new Problem(404, "RoomClosed", detail)
  }
  return new Problem(405, "MethodNotAllowed", `Send ${allowed.join(" or ")} here.`, { allowed })
}

function problemOf(error: Error): Problem {
  if (error instanceof Problem) return error
  if (error.cause instanceof Problem) return error.cause
  if (error instanceof HTTPException) {
    if (error.status === 415) return new Problem(415, "NotJson", "Send the body as application/json.")
    return new Problem(error.status, "InvalidInput", `${error.message}. Look into /openapi.json for what is expected.`)
  }
  return new Problem(500, "Unexpected", "The server failed. Try again later.")
}
