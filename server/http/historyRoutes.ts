// The index's routes: what they take, and what they answer. Their handlers are in `http/history/`.
import { escrowAbi, rentalMandateAbi, rentalRouterAbi } from "@gpuflow/escrow/abi"
import { createRoute, z } from "@hono/zod-openapi"
import {
  account,
  bookList,
  disputeList,
  earningList,
  eventList,
  findingList,
  hostDetails,
  hostList,
  machineDetails,
  machineList,
  mandateList,
  marketList,
  meta,
  rental,
  rentalList,
  rentalsQuery,
  roleList,
  spendingList,
  transaction,
} from "./historySchemas.ts"
import { given, ok, page, problems } from "./primitives.ts"

const tags = ["index"]
const byHost = z.object({ host: given.address })
const byAccount = z.object({ account: given.address })
const days = {
  from: given.time.optional().openapi({ type: "integer", description: "From the day of UTC of this time on" }),
  to: given.time.optional().openapi({ type: "integer", description: "Up to the day of UTC of this time" }),
}
const byDays = z.object({ ...days, token: given.address.optional(), ...page(1_000) })
const stream = { description: "Server-sent events", content: { "text/event-stream": { schema: z.string() } } }

/** The names of all events that the index holds. */
function eventNames(): readonly [string, ...string[]] {
  const items = [...escrowAbi, ...rentalRouterAbi, ...rentalMandateAbi]
  const [first = "", ...others] = new Set(items.flatMap((item) => (item.type === "event" ? item.name : [])))
  return [first, ...others]
}

/** Most seconds for which a request waits. */
export const LONGEST_WAIT = 30

export const historyDefinitions = {
  getMeta: createRoute({
    method: "get",
    path: "/meta",
    operationId: "getMeta",
    summary: "The escrow, and how far the index is",
    tags,
    request: {
      query: z
        .object({
          block: given.integer(0, Number.MAX_SAFE_INTEGER).optional().openapi({
            type: "integer",
            description: "Answer when the index holds this block, or when `wait` is over",
          }),
          wait: given.integer(0, LONGEST_WAIT).optional().openapi({
            type: "integer",
            description: "Seconds to wait for `block`; by default 0",
          }),
        })
        .refine(({ block, wait }) => wait === undefined || block !== undefined, {
          path: ["wait"],
          error: "Pass the block to wait for as `block`.",
        }),
    },
    responses: ok("State of the index", meta),
  }),
  listRentals: createRoute({
    method: "get",
    path: "/rentals",
    operationId: "listRentals",
    summary: "Rentals of a host, renter, arbiter, machine, or token",
    tags,
    request: { query: rentalsQuery },
    responses: ok("Rentals", rentalList),
  }),
  getRental: createRoute({
    method: "get",
    path: "/rentals/{id}",
    operationId: "getRental",
    summary: "A rental with its terms, its state, its deadlines, and its money by party",
    tags,
    request: { params: z.object({ id: given.hash }) },
    responses: ok("The rental", rental),
  }),
  listRentalEvents: createRoute({
    method: "get",
    path: "/rentals/{id}/events",
    operationId: "listRentalEvents",
    summary: "Everything that happened to a rental, the oldest first",
    tags,
    request: { params: z.object({ id: given.hash }), query: z.object(page(1_000)) },
    responses: ok("Events", eventList),
  }),
  listHosts: createRoute({
    method: "get",
    path: "/hosts",
    operationId: "listHosts",
    summary: "Hosts, by the fees that their rentals paid",
    description:
      "A host's place follows from the dollars of fees that its closed and open rentals paid, each token at its latest known price. A record can be forged only by paying that much to the platform. Ties go by address.",
    tags,
    request: {
      query: z.object({
        token: given.address
          .optional()
          .openapi({ description: "Only hosts of which a rental was paid in this token; ranks stay those among all" }),
        ...page(),
      }),
    },
    responses: ok("Hosts with their records", hostList),
  }),
  getHost: createRoute({
    method: "get",
    path: "/hosts/{host}",
    operationId: "getHost",
    summary: "A host's record, bonds, and what its open rentals hold",
    tags,
    request: { params: byHost },
    responses: ok("The host", hostDetails),
  }),
  listEarnings: createRoute({
    method: "get",
    path: "/hosts/{host}/earnings",
    operationId: "listEarnings",
    summary: "What a host earned, by day, machine, or token",
    tags,
    request: {
      params: byHost,
      query: byDays.extend({
        by: z.enum(["day", "machine", "token"]).optional().openapi({ description: "By default `day`" }),
        machine: given.hash.optional(),
      }),
    },
    responses: ok("Earnings", earningList),
  }),
  listMachines: createRoute({
    method: "get",
    path: "/hosts/{host}/machines",
    operationId: "listMachines",
    summary: "A host's machines",
    tags,
    request: { params: byHost, query: z.object(page()) },
    responses: ok("Machines", machineList),
  }),
  getMachine: createRoute({
    method: "get",
    path: "/machines/{host}/{machine}",
    operationId: "getMachine",
    summary: "A machine with the calendar of its rentals",
    tags,
    request: {
      params: z.object({ host: given.address, machine: given.hash }),
      query: z.object({
        from: given.time.optional().openapi({ type: "integer", description: "By default 30 days ago" }),
        to: given.time.optional(),
      }),
    },
    responses: ok("The machine", machineDetails),
  }),
  listDisputes: createRoute({
    method: "get",
    path: "/disputes",
    operationId: "listDisputes",
    summary: "Disputes with the evidence of both sides; open ones first, by deadline",
    tags,
    request: {
      query: z.object({
        arbiter: given.address.optional(),
        host: given.address.optional(),
        renter: given.address.optional(),
        open: given.flag.optional(),
        ...page(100),
      }),
    },
    responses: ok("Disputes", disputeList),
  }),
  getAccount: createRoute({
    method: "get",
    path: "/accounts/{account}",
    operationId: "getAccount",
    summary: "Credits, bonds, roles, and counts of an account",
    tags,
    request: { params: byAccount },
    responses: ok("The account", account),
  }),
  listSpending: createRoute({
    method: "get",
    path: "/accounts/{account}/spending",
    operationId: "listSpending",
    summary: "What was billed to a renter, by day and token",
    tags,
    request: { params: byAccount, query: byDays },
    responses: ok("Spending", spendingList),
  }),
  listMarkets: createRoute({
    method: "get",
    path: "/markets",
    operationId: "listMarkets",
    summary: "Tokens that rentals are paid in",
    tags,
    responses: ok("Markets", marketList),
  }),
  listBooks: createRoute({
    method: "get",
    path: "/books",
    operationId: "listBooks",
    summary: "What the escrow owes in each token, beside what it has",
    tags,
    responses: ok("Books", bookList),
  }),
  listRoles: createRoute({
    method: "get",
    path: "/roles",
    operationId: "listRoles",
    summary: "Owner, guardian, and treasury",
    tags,
    responses: ok("Roles", roleList),
  }),
  listMandates: createRoute({
    method: "get",
    path: "/mandates",
    operationId: "listMandates",
    summary: "Mandates that were executed, with what they spent",
    tags,
    request: {
      query: z.object({ renter: given.address.optional(), rental: given.hash.optional(), ...page() }),
    },
    responses: ok("Mandates", mandateList),
  }),
  search: createRoute({
    method: "get",
    path: "/search",
    operationId: "search",
    summary: "Finds accounts, rentals, machines, and transactions by their first digits",
    tags,
    request: {
      query: z.object({
        q: z
          .string()
          .trim()
          .regex(/^0x[0-9a-fA-F]{6,64}$/, "Pass 0x and at least 6 digits of an address, an id, or a hash.")
          .toLowerCase(),
        limit: given.integer(1, 50).optional(),
      }),
    },
    responses: ok("What was found", findingList),
  }),
  getTransaction: createRoute({
    method: "get",
    path: "/transactions/{hash}",
    operationId: "getTransaction",
    summary: "The events of a transaction, as soon as the index has them",
    tags,
    request: {
      params: z.object({ hash: given.hash }),
      query: z.object({
        wait: given.integer(0, LONGEST_WAIT).optional().openapi({
          type: "integer",
          description: "Seconds to wait for it; by default 0",
        }),
      }),
    },
    responses: ok("The transaction", transaction),
  }),
  watchChanges: createRoute({
    method: "get",
    path: "/changes",
    operationId: "watchChanges",
    summary: "The escrow's events, as they happen",
    description:
      "`event` carries a `HistoryEvent`, `removed` one that the chain took back, `block` the place of the index after a batch, and `reset` means that the place to go on from is gone or too far away: read everything again. Ids of `event` can be passed as `Last-Event-ID`.",
    tags,
    request: {
      query: z.object({
        rental: given.hash.optional(),
        host: given.address.optional(),
        renter: given.address.optional(),
        machine: given.hash.optional(),
        token: given.address.optional(),
        account: given.address
          .optional()
          .openapi({ description: "In any part: host, renter, arbiter, owner of a credit" }),
        name: given.some(eventNames()).optional(),
      }),
    },
    responses: { 200: stream, ...problems },
  }),
} as const
