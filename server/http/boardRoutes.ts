// The board's routes: what they take, and what they answer. Their handlers are in `board/`.
import { createRoute, z } from "@hono/zod-openapi"
import {
  boardOffer,
  document,
  offerFiltersQuery,
  offerList,
  offerLog,
  offerSummary,
  offersQuery,
  openedRental,
  paymentRequired,
  removal,
  signedOffer,
} from "./boardSchemas.ts"
import { given, ok, problems } from "./primitives.ts"

const tags = ["board"]
const machine = z.object({ host: given.address, machine: given.hash })
const byHash = z.object({ hash: given.hash })
const stream = { description: "Server-sent events", content: { "text/event-stream": { schema: z.string() } } }

export const boardDefinitions = {
  listOffers: createRoute({
    method: "get",
    path: "/offers",
    operationId: "listOffers",
    summary: "Offers that can be taken now, or when their machine is free",
    tags,
    request: { query: offersQuery },
    responses: ok("Offers", offerList),
  }),
  summarizeOffers: createRoute({
    method: "get",
    path: "/offers/summary",
    operationId: "summarizeOffers",
    summary: "Counts of the offers that filters leave, with the range of prices by GPU",
    tags,
    request: { query: offerFiltersQuery },
    responses: ok("Counts", offerSummary),
  }),
  logOffers: createRoute({
    method: "get",
    path: "/offers/log",
    operationId: "logOffers",
    summary: "What changed since a sequence number, for other boards",
    tags,
    request: {
      query: z.object({ since: given.integer(0, Number.MAX_SAFE_INTEGER), limit: given.integer(1, 1_000).optional() }),
    },
    responses: ok("Changes", offerLog),
  }),
  watchOffers: createRoute({
    method: "get",
    path: "/offers/changes",
    operationId: "watchOffers",
    summary: "Changes of the offers that filters leave, as they happen",
    description:
      "Events are named `added` and `changed`, with a `BoardOffer`, and `removed`, with host, machine, hash, and reason. Their ids are sequence numbers. After `reset`, read the list again: too much changed while the client was away.",
    tags,
    request: { query: offerFiltersQuery },
    responses: { 200: stream, ...problems },
  }),
  getOffer: createRoute({
    method: "get",
    path: "/offers/{host}/{machine}",
    operationId: "getOffer",
    summary: "The live offer of a machine",
    tags,
    request: { params: machine },
    responses: ok("The offer", boardOffer),
  }),
  openRental: createRoute({
    method: "get",
    path: "/offers/{host}/{machine}/rental",
    operationId: "openRental",
    summary: "The way into a machine, for a rental that was paid; otherwise 402 with what to pay and how",
    description:
      "Answers 402 in the form of x402, version 2, under the scheme `rental-escrow`: the header `PAYMENT-REQUIRED` carries the same as the body, in Base64. Pay by `deposit` on the escrow or by a purchase of its router, then ask again with `rental`. A transfer pays for nothing.",
    tags,
    request: {
      params: machine,
      query: z.object({
        duration: given.integer(1, 34_560_000).optional().openapi({ type: "integer", description: "Seconds to rent" }),
        rental: given.hash.optional().openapi({ description: "Id of a rental of the machine" }),
      }),
    },
    responses: {
      ...ok("The rental", openedRental),
      402: { description: "What to pay, and how", content: { "application/json": { schema: paymentRequired } } },
    },
  }),
  putOffer: createRoute({
    method: "put",
    path: "/offers/{host}/{machine}",
    operationId: "putOffer",
    summary: "Puts a signed offer on the board, in place of the machine's offer before it",
    tags,
    request: { params: machine, body: { required: true, content: { "application/json": { schema: signedOffer } } } },
    responses: ok("The offer as it is listed", boardOffer),
  }),
  removeOffer: createRoute({
    method: "delete",
    path: "/offers/{host}/{machine}",
    operationId: "removeOffer",
    summary: "Takes an offer down, by a request that its host signed",
    tags,
    request: { params: machine, body: { required: true, content: { "application/json": { schema: removal } } } },
    responses: { 204: { description: "The offer is not listed any more" }, ...problems },
  }),
  getDocument: createRoute({
    method: "get",
    path: "/documents/{hash}",
    operationId: "getDocument",
    summary: "A machine's description, by its hash",
    tags,
    request: { params: byHash },
    responses: ok("The document", document),
  }),
  putDocument: createRoute({
    method: "put",
    path: "/documents/{hash}",
    operationId: "putDocument",
    summary: "Keeps a description that an offer names by its hash",
    tags,
    request: { params: byHash, body: { required: true, content: { "application/json": { schema: document } } } },
    responses: { 204: { description: "The document is kept" }, ...problems },
  }),
} as const
