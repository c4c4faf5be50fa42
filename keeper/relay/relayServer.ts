// The relayer's HTTP server. docs/relay.md describes what it answers.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { isEscrowError } from "@gpuflow/escrow"
import { isHash } from "viem"
import { z } from "zod"
import { address } from "../keeperOptions.ts"
import { reasonOf } from "../log.ts"
import { Problem, toJson } from "../problem.ts"
import type { StoredPurchase } from "../store/purchaseTable.ts"
import { createAcceptance, notReady } from "./acceptPurchase.ts"
import type { ChainView } from "./chainView.ts"
import { gasOf } from "./feeBook.ts"
import { problemOf } from "./problem.ts"
import { createRateLimit } from "./rateLimit.ts"
import type { RelayerContext } from "./relayerContext.ts"

/** What the server asks the loop of polls. */
export type RelayerState = {
  readonly view: () => ChainView | undefined
  readonly health: () => { readonly ok: boolean }
  /** Why nothing is accepted now, if so. */
  readonly obstacle: () => string | undefined
  /** Starts a poll at once. */
  readonly wake: () => void
}

type Reply = {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}
type Route = "purchases" | "purchase" | "fee" | "healthz" | "readyz" | "metrics" | "other"

/** Bytes of a purchase. The largest has 64 orders, each with a signature that a Safe can make longer. */
const LONGEST_BODY = 262_144
/** Milliseconds for a request to come in, and connections at once. A client that sends slowly holds nothing up. */
const PATIENCE = { headers: 5_000, request: 15_000, idle: 5_000 }
const CONNECTIONS = 1_024

export function startRelayServer(context: RelayerContext, state: RelayerState) {
  const { log, metrics, options } = context
  const { accept } = createAcceptance(context, state.view)
  const takePurchase = createRateLimit(options.purchasesPerMinute)
  const takeRequest = createRateLimit(options.requestsPerMinute)
  const isOpenToAll = options.origins.includes("*")

  const server = createServer(
    { headersTimeout: PATIENCE.headers, requestTimeout: PATIENCE.request, keepAliveTimeout: PATIENCE.idle },
    (request, response) => {
      const route = routeOf(request)
      respond(request, route)
        .catch((error: unknown) => refusalOf(error))
        .then((reply) => {
          metrics.responses.inc({ route, status: String(reply.status) })
          write(request, response, reply)
        })
        .catch((error: unknown) => {
          log.warn("no answer", { reason: reasonOf(error) })
          response.destroy()
        })
    },
  )
  server.maxConnections = CONNECTIONS

  async function respond(request: IncomingMessage, route: Route): Promise<Reply> {
    const { method = "GET" } = request
    if (method === "OPTIONS") return { status: 204, type: "text/plain", body: "" }
    const allowed = route === "purchases" ? "POST" : "GET"
    if (route === "other")
      throw new Problem(404, "NotFound", "Unknown path. Send a request that docs/relay.md describes.")
    if (method !== allowed && !(allowed === "GET" && method === "HEAD")) {
      throw new Problem(405, "MethodNotAllowed", `Send ${allowed} here.`, { allow: allowed })
    }
    switch (route) {
      case "healthz":
        return report(state.health())
      case "readyz":
        return report(readiness())
      case "metrics":
        return { status: 200, type: metrics.registry.contentType, body: await metrics.registry.metrics() }
      case "fee":
        limit(request, takeRequest)
        return json(200, await quote(urlOf(request).searchParams))
      case "purchase":
        limit(request, takeRequest)
        return json(200, find(urlOf(request)))
      case "purchases":
        return receive(request)
    }
  }

  function readiness() {
    const obstacle = state.obstacle()
    return obstacle === undefined ? { ok: true } : { ok: false, reason: obstacle }
  }

  function limit(request: IncomingMessage, take: (address: string) => number): void {
    const seconds = take(addressOf(request, options.clientHeader))
    if (seconds === 0) return
    throw new Problem(429, "TooManyRequests", `Too many requests. Try again in ${seconds} seconds.`, {}, seconds)
  }

  async function receive(request: IncomingMessage): Promise<Reply> {
    limit(request, takePurchase)
    // A page of another origin cannot send this type without asking first.
    if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
      throw new Problem(415, "NotJson", "Send the purchase as application/json.")
    }
    const text = await readBody(request)
    const obstacle = state.obstacle()
    if (obstacle !== undefined) throw notReady(obstacle)
    const purchase = await accept(text).catch((error: unknown) => {
      if (error instanceof Problem) metrics.refused.inc({ code: error.code })
      throw error
    })
    if (purchase.status === "queued") state.wake()
    const location = `/purchases/${purchase.digest}?payer=${purchase.payer}`
    const isOpen = purchase.status === "queued" || purchase.status === "sent"
    return { ...json(isOpen ? 202 : 200, describe(purchase)), headers: { location } }
  }

  function find({ pathname, searchParams }: URL): object {
    const digest = pathname.split("/")[2] ?? ""
    const payer = address.optional().safeParse(searchParams.get("payer") ?? undefined)
    if (!isHash(digest)) throw new Problem(400, "InvalidInput", "Pass the purchase's digest: 0x and 64 digits.")
    if (!payer.success) {
      throw new Problem(400, "InvalidInput", "Pass the payer's address as `payer`.")
    }
    const found = context.store.purchase(digest, payer.data)
    if (!found) throw new Problem(404, "PurchaseUnknown", "The relayer does not have this purchase. Send it again.")
    return describe(found)
  }

  async function quote(query: URLSearchParams): Promise<object> {
    const given = querySchema.safeParse(Object.fromEntries(query))
    if (!given.success) {
      const detail = given.error.issues.map(({ path, message }) => `${path.join(".")} ${message}.`).join(" ")
      throw new Problem(400, "InvalidInput", detail)
    }
    const { token, verb, method, orders } = given.data
    const { chainId, escrow, router, account, tokens, quoteSeconds, minimumTime, maximumTime } = options
    if (!tokens.includes(token)) {
      throw new Problem(422, "TokenNotRelayed", "The relayer does not take its fee in this token.", { tokens })
    }
    const obstacle = state.obstacle()
    const view = state.view()
    if (obstacle !== undefined || !view) throw notReady(obstacle ?? "No poll has reached a node yet.")
    const gas = gasOf({ verb, method, orders })
    const fee = await context.feeBook.quote(view, token, gas).catch((error: unknown) => {
      throw notReady(reasonOf(error))
    })
    const expiresAt = Math.floor(Date.now() / 1_000) + quoteSeconds
    const relayer = account.address
    const terms = { chainId, escrow, router, relayer, token, verb, method, orders }
    return { version: 1, ...terms, fee: String(fee), gas: String(gas), expiresAt, minimumTime, maximumTime }
  }

  function refusalOf(error: unknown): Reply {
    const problem = toProblem(error)
    if (problem.status === 500) log.error("request failed", { reason: reasonOf(error) })
    const headers = problem.retryAfter === undefined ? {} : { "retry-after": String(problem.retryAfter) }
    return { status: problem.status, type: "application/problem+json", body: problem.body(), headers }
  }

  function write(request: IncomingMessage, response: ServerResponse, { status, type, body, headers }: Reply): void {
    const { origin } = request.headers
    const isAllowed = origin !== undefined && (isOpenToAll || options.origins.includes(origin))
    const shared = isAllowed ? { ...CORS, "access-control-allow-origin": isOpenToAll ? "*" : origin } : {}
    // What is left of a body that was refused is not read.
    const ending = request.complete ? {} : { connection: "close" }
    const always = { "cache-control": "no-store", "x-content-type-options": "nosniff", vary: "origin" }
    response.writeHead(status, { "content-type": type, ...always, ...shared, ...ending, ...headers })
    response.end(request.method === "HEAD" ? "" : body)
    if (!request.complete) response.once("finish", () => request.destroy())
  }

  return new Promise<{ readonly port: number; close(): Promise<void> }>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port, options.host, () => {
      const address = server.address()
      resolve({
        port: typeof address === "object" && address ? address.port : options.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeIdleConnections()
            // Answers that are under way have a moment to end.
            setTimeout(() => server.closeAllConnections(), PATIENCE.idle).unref()
          }),
      })
    })
  })
}

const CORS = {
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "content-type",
  "access-control-expose-headers": "location, retry-after",
  "access-control-max-age": "600",
}

const querySchema = z.strictObject({
  token: address,
  verb: z.enum(["rent", "extend"]).default("rent"),
  method: z.enum(["Authorization", "Permit2"]).default("Authorization"),
  orders: z.coerce.number().int().min(1).max(64).default(1),
})

const urlOf = ({ url = "/" }: IncomingMessage) => new URL(url, "http://relay.invalid")

function routeOf({ url = "/" }: IncomingMessage): Route {
  const path = url.split("?")[0] ?? "/"
  if (path === "/purchases") return "purchases"
  if (/^\/purchases\/[^/]+$/.test(path)) return "purchase"
  for (const route of ["fee", "healthz", "readyz", "metrics"] as const) if (path === `/${route}`) return route
  return "other"
}

/** The address of the client: of the connection, or the last one that the relayer's own proxy named. */
function addressOf({ socket, headers }: IncomingMessage, header: string | undefined): string {
  const named = header === undefined ? undefined : headers[header.toLowerCase()]
  const last = (Array.isArray(named) ? named.at(-1) : named)?.split(",").at(-1)?.trim()
  return last || (socket.remoteAddress ?? "")
}

async function readBody(request: IncomingMessage): Promise<string> {
  const tooLong = () =>
    new Problem(413, "BodyTooLarge", `Send at most ${LONGEST_BODY} bytes.`, { maximum: LONGEST_BODY })
  if (Number(request.headers["content-length"] ?? 0) > LONGEST_BODY) throw tooLong()
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size <= LONGEST_BODY) return chunks.push(chunk)
      request.off("data", onData).pause()
      return reject(tooLong())
    }
    request.on("data", onData)
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")))
    request.once("error", () => reject(new Problem(400, "BodyCutOff", "The request ended too early. Send it again.")))
    request.once("close", () => reject(new Problem(400, "BodyCutOff", "The request ended too early. Send it again.")))
  })
}

/** A purchase's state, as clients see it. */
function describe({ digest, payer, status, fee, validBefore, hash, block, problem }: StoredPurchase): object {
  return {
    version: 1,
    digest,
    payer,
    status,
    fee: String(fee),
    validBefore: String(validBefore),
    ...(hash === undefined ? {} : { hash }),
    ...(block === undefined ? {} : { blockNumber: String(block) }),
    ...(problem === undefined ? {} : { problem }),
  }
}

const json = (status: number, value: object): Reply => ({ status, type: "application/json", body: toJson(value) })
const report = (value: { readonly ok: boolean }): Reply => json(value.ok ? 200 : 503, value)

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isEscrowError(error)) return problemOf(422, error)
  return new Problem(500, "Unexpected", "The relayer failed. Try again later.")
}
