// A board that answers as docs/server.md says, with the offers that a test gives it. A test may change each answer.
import { type SignedOffer, serializeOffer } from "@gpuflow/escrow/offer"
import { type Answer, answerJson, answerProblem, type HttpServer, serveHttp } from "./httpServer.ts"

/** An offer as a board lists it. */
export function boardItem(signed: SignedOffer, changes: object = {}): Record<string, unknown> {
  return {
    signed: JSON.parse(serializeOffer(signed)),
    hash: `0x${"00".repeat(32)}`,
    sequence: 1,
    receivedAt: 0,
    dollarsPerHour: null,
    freeAt: 0,
    freeBond: "0",
    record: null,
    ...changes,
  }
}

/** Lists offers page by page, in the order that it was given. */
export function serveBoard(items: () => readonly unknown[]): Promise<HttpServer> {
  return serveHttp(listing(items))
}

export function listing(items: () => readonly unknown[]): Answer {
  return ({ url }, response) => {
    if (url.pathname !== "/offers") return answerProblem(response, 404, "NotFound", "There is no such page.")
    const [start, limit] = [url.searchParams.get("cursor"), url.searchParams.get("limit")].map(Number)
    const from = start ?? 0
    const page = items().slice(from, from + (limit || 50))
    const next = from + page.length < items().length ? String(from + page.length) : null
    answerJson(response, { items: page, next })
  }
}
