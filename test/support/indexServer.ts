// A server whose index holds rentals that a test has read from the chain. A test may change what it says.

import type { Rental, RentalState } from "@gpuflow/escrow"
import { bondLocked, cost, dueAt, exitAt, held } from "@gpuflow/escrow"
import { offerToJson } from "@gpuflow/escrow/offer"
import type { Hex } from "viem"
import { type Answer, answerJson, answerProblem, type HttpServer, serveHttp } from "./httpServer.ts"

export type Indexed = { readonly id: Hex; readonly rental: Rental; readonly state: RentalState }

/** A rental as the index has it. What was paid out is taken for the host's, as far as it has no better knowledge. */
export function indexedRental({ id, rental, state }: Indexed, changes: object = {}): Record<string, unknown> {
  const { offer, renter, salt } = rental
  const isOpen = state.status !== "Closed"
  const deposited = cost(offer.pricePerHour, state.duration)
  const left = held(offer, state)
  const { host, machine, token, arbiter, operator, payee, spec, pricePerHour } = offer
  const row = {
    ...{ id, host, renter, machine, token, arbiter, operator, payee, payer: renter, spec, pricePerHour },
    terms: { offer: offerToJson(offer), renter, salt },
    ...state,
    ...{ reason: isOpen ? null : "Released", depositTransaction: id, depositedAt: state.since },
    ...{ startedAt: null, closedAt: null, disputedAt: null, endsAt: null, disputeUntil: null, evidenceUntil: null },
    ...{ rulingUntil: null, hostBps: null, changedBlock: state.depositBlock },
    dueAt: isOpen ? dueAt(offer, state) : null,
    exitAt: isOpen ? exitAt(offer, state) : null,
  }
  const amounts = {
    ...{ pricePerHour, deposited, toHost: deposited - left, fee: 0n, toRenter: 0n, held: left },
    ...{ bondLocked: bondLocked(offer, state), bondToRenter: 0n, stake: 0n, stakeToHost: 0n, stakeToRenter: 0n },
    contested: 0n,
  }
  return {
    ...mapped(row, Number),
    ...mapped(amounts, String),
    terms: row.terms,
    ...changes,
  }
}

function mapped(fields: object, as: (value: bigint) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "bigint" ? as(value) : value]),
  )
}

export type IndexOptions = {
  readonly chainId?: number
  readonly escrow: string
  readonly rentals?: () => readonly unknown[]
  /** Answers what the index above does not have. */
  readonly other?: Answer
  readonly block?: () => number
  readonly lag?: number
}

export function serveIndex(options: IndexOptions): Promise<HttpServer> {
  return serveHttp(indexAnswer(options))
}

function indexAnswer({ chainId = 137, escrow, rentals = () => [], other, block, lag = 0 }: IndexOptions): Answer {
  return async (asked, response) => {
    const { url } = asked
    if (url.pathname === "/meta") {
      const at = block?.() ?? 1
      return answerJson(response, {
        ...{ version: "0.1.0", rooms: ["index"], database: "pglite", chainId, escrow, router: null, mandate: null },
        ...{ fromBlock: 0, block: at, hash: null, timestamp: 1, latest: at, finalized: at },
        ...{ lag: { blocks: lag, seconds: lag * 2 }, booksBalance: true },
      })
    }
    if (url.pathname === "/rentals") {
      const start = Number(url.searchParams.get("cursor") ?? 0)
      const limit = Number(url.searchParams.get("limit") ?? 50)
      const all = rentals()
      const items = all.slice(start, start + limit)
      return answerJson(response, { items, next: start + limit < all.length ? String(start + limit) : null })
    }
    const [, id] = /^\/rentals\/(0x\w+)$/.exec(url.pathname) ?? []
    const one = rentals().find((rental) => Object(rental).id === id)
    if (one) return answerJson(response, one)
    if (other) return other(asked, response)
    answerProblem(response, 404, "NotFound", "There is no such thing.")
  }
}
