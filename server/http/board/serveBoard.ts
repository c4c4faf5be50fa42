// The handlers of the board's routes.
import type { Context, MiddlewareHandler } from "hono"
import type { Hex } from "viem"
import type { Board } from "../../board/board.ts"
import { Refusal } from "../../board/refusals.ts"
import type { RoomContext } from "../../roomContext.ts"
import { boardDefinitions as definitions } from "../boardRoutes.ts"
import { Problem } from "../problem.ts"
import { createRoutes, type HttpEnv, type Routes } from "../room.ts"
import { describeOffers, filtersOf, summarize } from "./boardAnswers.ts"
import { readLog } from "./offerLog.ts"
import { createOfferStreams } from "./offerStreams.ts"
import { openRental, requirePayment } from "./rentalFront.ts"

const DEFAULT_LIMIT = 50
const LOG_LIMIT = 200

export function serveBoard(board: Board, { clientOf, log, streams, settings, client }: RoomContext): Routes {
  const front = { settings, client, board }
  const routes = createRoutes()
  const watching = createOfferStreams(board, log)

  for (const path of ["/offers/:host/:machine", "/documents/:hash"]) routes.use(path, requireJson())
  for (const path of ["/offers", "/offers/summary"]) routes.use(path, tagByChange(board))

  routes.openapi(definitions.listOffers, async (c) => {
    const { sort = "price", limit = DEFAULT_LIMIT, cursor, ...query } = c.req.valid("query")
    const { listings, next } = board.find({ filters: filtersOf(query), sort, limit, cursor })
    return c.json({ items: await describeOffers(board, listings), next }, 200)
  })
  routes.openapi(definitions.summarizeOffers, (c) => {
    return c.json(summarize(board.count(filtersOf(c.req.valid("query")))), 200)
  })
  routes.openapi(definitions.logOffers, async (c) => {
    const { since, limit = LOG_LIMIT } = c.req.valid("query")
    return c.json(await readLog(board, since, limit), 200, FRESH)
  })
  routes.openapi(definitions.watchOffers, (c) =>
    streams.open(
      clientOf(c),
      (stream) => watching.add(stream, filtersOf(c.req.valid("query")), c.req.header("last-event-id")),
      () => c.env.outgoing.destroy(),
    ),
  )
  routes.openapi(definitions.getOffer, async (c) => {
    const { host, machine } = c.req.valid("param")
    return c.json(await only(board, host, machine), 200, FRESH)
  })
  routes.openapi(definitions.openRental, async (c) => {
    const { host, machine } = c.req.valid("param")
    const { duration, rental } = c.req.valid("query")
    const opened = rental === undefined ? undefined : await openRental(front, { host, machine }, toHex(rental))
    if (opened?.answer) return c.json(opened.answer, 200, FRESH)
    const error = opened?.error ?? "Pay for a rental of this machine, then ask again with its id."
    const url = new URL(c.req.path, c.req.url).href
    const offer = await only(board, host, machine).catch((reason: unknown) => {
      if (opened === undefined || !(reason instanceof Refusal)) throw reason
      // What the id says is not left out because there is nothing to pay for now.
      throw new Problem(reason.status, reason.code, `${error} ${reason.message}`, reason.args)
    })
    const asked = { url, offer, duration, error }
    const { payment, header } = requirePayment(front, asked)
    return c.json(payment, 402, { ...FRESH, "payment-required": header })
  })
  routes.openapi(definitions.putOffer, async (c) => {
    const { host, machine } = c.req.valid("param")
    const listing = await board.put(await c.req.text(), { host, machine, address: clientOf(c) })
    const [offer] = await describeOffers(board, [listing])
    if (!offer) throw new Refusal("OfferNotFound", { host, machine })
    return c.json(offer, 200, FRESH)
  })
  routes.openapi(definitions.removeOffer, async (c) => {
    const { host, machine } = c.req.valid("param")
    const { expiry, signature } = c.req.valid("json")
    await board.remove({ host, machine, expiry, signature: toHex(signature) })
    return c.body(null, 204)
  })
  routes.openapi(definitions.getDocument, async (c) => {
    const content = await board.document(c.req.valid("param").hash)
    // JavaScript writes the canonical form as it reads it, so the answer is the text that was hashed.
    return c.json(JSON.parse(content), 200, { "cache-control": "public, max-age=86400" })
  })
  routes.openapi(definitions.putDocument, async (c) => {
    await board.putDocument(c.req.valid("json"), c.req.valid("param").hash)
    return c.body(null, 204)
  })
  return routes
}

const FRESH = { "cache-control": "no-store" }

async function only(board: Board, host: string, machine: string) {
  const [offer] = await describeOffers(board, [board.get(host, machine)])
  if (!offer) throw new Refusal("OfferNotFound", { host, machine })
  return offer
}

const toHex = (text: string): Hex => `0x${text.slice(2)}`

/** A page of another origin cannot send this type without asking first, and nothing else is read. */
function requireJson(): MiddlewareHandler<HttpEnv> {
  return async ({ req }: Context<HttpEnv>, next) => {
    const isRead = req.method === "GET" || req.method === "HEAD"
    if (!isRead && !/^application\/json\b/i.test(req.header("content-type") ?? "")) throw new Refusal("NotJson")
    await next()
  }
}

/** Answers 304 where nothing has changed since the client asked. */
function tagByChange(board: Board): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const head = board.head()
    if (!head) throw new Refusal("BoardNotReady")
    const tag = `W/"${board.sequence()}-${head.block}-${head.timestamp}-${board.figures().version}"`
    const headers = { etag: tag, "gpuflow-block": String(head.block), "cache-control": "no-cache" }
    const known = context.req.header("if-none-match")?.split(",")
    if (known?.some((one) => one.trim() === tag)) return context.body(null, 304, headers)
    await next()
    if (context.res.status === 200) for (const [name, value] of Object.entries(headers)) context.header(name, value)
    return undefined
  }
}
