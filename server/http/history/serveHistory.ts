// The handlers of the index's routes. Each answer is of one block at least: its number is in a header. The answer's tag
// changes with the tables, so that a page that asks again before they have changed gets no body.
import type { Log } from "@gpuflow/keeper/service"
import type { MiddlewareHandler } from "hono"
import { historyDefinitions as definitions } from "../historyRoutes.ts"
import { createRoutes, type HttpEnv, type Routes } from "../room.ts"
import { VERSION } from "../version.ts"
import { getAccount, listSpending } from "./accounts.ts"
import { createChanges } from "./changes.ts"
import { listDisputes } from "./disputes.ts"
import type { HistoryContext } from "./historyContext.ts"
import { getHost, listEarnings, listHosts } from "./hosts.ts"
import { getMachine, listMachines } from "./machines.ts"
import { listBooks, listMandates, listMarkets, listRoles } from "./markets.ts"
import { createRankings } from "./ranking.ts"
import { getRental, listRentalEvents, listRentals } from "./rentals.ts"
import { toHex } from "./rows.ts"
import { search } from "./search.ts"
import { getMeta, getTransaction } from "./transactions.ts"

/** Routes whose answer depends on the tables alone. */
const tagged = Object.values(definitions).filter(
  ({ operationId }) => !["getMeta", "watchChanges", "getTransaction"].includes(operationId),
)

export function serveHistory(context: HistoryContext, log: Log): Routes {
  const { settings, tables, place } = context
  const { chainId } = settings
  const routes = createRoutes()
  const rankings = createRankings(chainId)
  const changes = createChanges(context, log)
  const ranked = async () => {
    const { version } = await place()
    const live = await tables()
    return { live, chainId, ranking: await rankings(live, version) }
  }

  for (const definition of tagged) routes.use(definition.getRoutingPath(), tagByBlock(context))

  routes.openapi(definitions.getMeta, async (c) => c.json(await getMeta(context, c.req.valid("query")), 200, FRESH))
  routes.openapi(definitions.listRentals, async (c) =>
    c.json(await listRentals(await tables(), c.req.valid("query")), 200),
  )
  routes.openapi(definitions.getRental, async (c) =>
    c.json(await getRental(await tables(), c.req.valid("param").id), 200),
  )
  routes.openapi(definitions.listRentalEvents, async (c) =>
    c.json(await listRentalEvents(await tables(), c.req.valid("param").id, c.req.valid("query")), 200),
  )
  routes.openapi(definitions.listHosts, async (c) => {
    const { live, ...order } = await ranked()
    return c.json(await listHosts(live, order, c.req.valid("query")), 200)
  })
  routes.openapi(definitions.getHost, async (c) => {
    const { live, ...order } = await ranked()
    return c.json(await getHost(live, order, c.req.valid("param").host), 200)
  })
  routes.openapi(definitions.listEarnings, async (c) =>
    c.json(await listEarnings(await tables(), { chainId }, c.req.valid("param").host, c.req.valid("query")), 200),
  )
  routes.openapi(definitions.listMachines, async (c) =>
    c.json(await listMachines(await tables(), c.req.valid("param").host, c.req.valid("query")), 200),
  )
  routes.openapi(definitions.getMachine, async (c) => {
    const { timestamp: now } = await place()
    return c.json(await getMachine(await tables(), c.req.valid("param"), { now, ...c.req.valid("query") }), 200)
  })
  routes.openapi(definitions.listDisputes, async (c) =>
    c.json(await listDisputes(await tables(), c.req.valid("query")), 200),
  )
  routes.openapi(definitions.getAccount, async (c) =>
    c.json(await getAccount(await tables(), { chainId }, c.req.valid("param").account), 200),
  )
  routes.openapi(definitions.listSpending, async (c) =>
    c.json(await listSpending(await tables(), { chainId }, c.req.valid("param").account, c.req.valid("query")), 200),
  )
  routes.openapi(definitions.listMarkets, async (c) => c.json(await listMarkets(await tables()), 200))
  routes.openapi(definitions.listBooks, async (c) => c.json(await listBooks(await tables()), 200))
  routes.openapi(definitions.listRoles, async (c) => c.json(await listRoles(await tables()), 200))
  routes.openapi(definitions.listMandates, async (c) =>
    c.json(await listMandates(await tables(), c.req.valid("query")), 200),
  )
  routes.openapi(definitions.search, async (c) => {
    const { q, limit } = c.req.valid("query")
    return c.json(await search(await tables(), q, limit), 200)
  })
  routes.openapi(definitions.getTransaction, async (c) => {
    const { wait = 0 } = c.req.valid("query")
    return c.json(await getTransaction(context, toHex(c.req.valid("param").hash), wait), 200, FRESH)
  })
  routes.openapi(definitions.watchChanges, (c) =>
    context.streams.open(
      context.clientOf(c),
      (stream) => changes.subscribe(stream, c.req.valid("query"), c.req.header("last-event-id")),
      () => c.env.outgoing.destroy(),
    ),
  )
  return routes
}

const FRESH = { "cache-control": "no-store" }

/** Answers 304 where the client has the answer of these tables, without asking them for more. */
function tagByBlock({ place }: HistoryContext): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    // Read before the answer: it may be newer than its tag, and never older.
    const { block, version } = await place()
    const tag = `W/"${VERSION}-${version}"`
    const headers = { etag: tag, "gpuflow-block": String(block), "cache-control": "no-cache" }
    const known = context.req
      .header("if-none-match")
      ?.split(",")
      .map((one) => one.trim())
    if (known?.includes(tag)) return context.body(null, 304, headers)
    await next()
    if (context.res.status !== 200) return undefined
    for (const [name, value] of Object.entries(headers)) context.header(name, value)
    return undefined
  }
}
