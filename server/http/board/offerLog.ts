// What changed on a board, for other boards.
import type { z } from "@hono/zod-openapi"
import { getAddress, type Hex } from "viem"
import type { Board } from "../../board/board.ts"
import type { offerLog } from "../boardSchemas.ts"
import { describeOffers } from "./boardAnswers.ts"

type Log = z.output<typeof offerLog>

/** The changes since a sequence number, the oldest first. An offer that has changed twice is there once. */
export async function readLog(board: Board, since: number, limit: number): Promise<Log> {
  const latest = board.sequence()
  const changes = board.changesSince(since, limit)
  const listings = changes.flatMap((change) => ("listing" in change ? [change.listing] : []))
  const listed = listings.filter(({ state }) => state !== "hidden")
  const offers = new Map((await describeOffers(board, listed)).map((offer) => [offer.sequence, offer]))
  const items = changes.map((change): Log["items"][number] => {
    const { sequence } = change
    const offer = offers.get(sequence)
    if (offer) return { change: "put", sequence, offer }
    const gone =
      "gone" in change
        ? change.gone
        : { ...change.listing, reason: change.listing.reason ?? "OfferReplaced", removal: null }
    return {
      change: "removed",
      sequence,
      host: getAddress(gone.host),
      machine: toHex(gone.machine),
      reason: gone.reason,
      removal: gone.removal && { expiry: gone.removal.expiry, signature: gone.removal.signature },
    }
  })
  const last = changes.at(-1)
  return { items, sequence: changes.length < limit || !last ? latest : last.sequence }
}

const toHex = (text: string): Hex => `0x${text.slice(2)}`
