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
  const listings = changes.flatMap(({ listing }) => (listing && listing.state !== "hidden" ? [listing] : []))
  const offers = new Map((await describeOffers(board, listings)).map((offer) => [offer.sequence, offer]))
  const items = changes.flatMap(({ sequence, listing, removal }): Log["items"] => {
    const offer = offers.get(sequence)
    if (offer) return [{ change: "put", sequence, offer }]
    const gone = listing ?? removal
    if (!gone) return []
    return [
      {
        change: "removed",
        sequence,
        host: getAddress(gone.host),
        machine: toHex(gone.machine),
        reason: removal ? "OfferRemoved" : (listing?.reason ?? "OfferReplaced"),
        removal: removal ? { expiry: removal.expiry, signature: removal.signature } : null,
      },
    ]
  })
  const last = changes.at(-1)
  return { items, sequence: changes.length < limit || !last ? latest : last.sequence }
}

const toHex = (text: string): Hex => `0x${text.slice(2)}`
