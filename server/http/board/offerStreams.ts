// Streams of changes of offers. What a change looks like is made once for all streams that it concerns.
import { type Log, reasonOf } from "@gpuflow/keeper/service"
import { getAddress } from "viem"
import type { Board } from "../../board/board.ts"
import type { BoardChange } from "../../board/boardContext.ts"
import type { Filters } from "../../board/search.ts"
import type { Stream } from "../streams.ts"
import { type BoardOffer, describeOffers } from "./boardAnswers.ts"

/** Changes that are repeated for a client that was away. Whoever missed more reads everything again. */
const MOST_REPEATED = 1_000

export function createOfferStreams(board: Board, log: Pick<Log, "warn">, mostRepeated = MOST_REPEATED) {
  const open = new Map<Stream, Filters>()
  // Changes go out in their order, although each has to be read first.
  let last: Promise<unknown> = Promise.resolve()
  function inTurn(work: () => Promise<void>): void {
    last = last
      .then(work)
      .catch((error: unknown) => log.warn("changes of offers were not sent", { reason: reasonOf(error) }))
  }
  board.subscribe((changes) => {
    if (open.size === 0 || changes.length === 0) return
    const streams = [...open]
    inTurn(() => send(streams, changes))
  })

  function subscribe(stream: Stream, filters: Filters): void {
    if (stream.ended.aborted) return
    open.set(stream, filters)
    stream.ended.addEventListener("abort", () => open.delete(stream), { once: true })
  }

  /** Sends what changed since a sequence number, as it is now. */
  async function repeat(stream: Stream, filters: Filters, since: number): Promise<void> {
    const missed = board.changesSince(since, mostRepeated + 1)
    // A board that was emptied counts from the beginning.
    if (missed.length > mostRepeated || since > board.sequence()) {
      stream.send({ event: "reset", id: String(board.sequence()), data: "{}" })
      return
    }
    const changes = missed.map((one): BoardChange => {
      const { sequence } = one
      if ("listing" in one && one.listing.state !== "hidden") return { change: "changed", listing: one.listing }
      const gone = "gone" in one ? one.gone : { ...one.listing, reason: one.listing.reason ?? "OfferReplaced" }
      const { host, machine, hash, reason } = gone
      return { change: "removed", sequence, host, machine, hash: hash ?? "", reason }
    })
    if (changes.length > 0) await send([[stream, filters]], changes)
  }

  async function send(streams: readonly (readonly [Stream, Filters])[], changes: readonly BoardChange[]) {
    const listings = changes.flatMap((change) => (change.change === "removed" ? [] : [change.listing]))
    const offers = new Map((await describeOffers(board, listings)).map((offer) => [offer.hash as string, offer]))
    for (const change of changes) {
      for (const [stream, filters] of streams) sendChange(stream, filters, change, offers)
    }
  }

  function sendChange(
    stream: Stream,
    filters: Filters,
    change: BoardChange,
    offers: ReadonlyMap<string, BoardOffer>,
  ): void {
    const gone = change.change === "removed" ? change : change.listing
    const id = String(gone.sequence)
    if (change.change !== "removed" && board.matches(filters, change.listing)) {
      const offer = offers.get(change.listing.hash)
      if (offer) stream.send({ event: change.change, id, data: JSON.stringify(offer) })
      return
    }
    // An offer that is new and does not match was never sent.
    if (change.change === "added") return
    const { host, machine, hash } = gone
    const isOther =
      (filters.host !== undefined && filters.host !== host) ||
      (filters.machine !== undefined && filters.machine !== machine)
    if (isOther) return
    const reason = change.change === "removed" ? change.reason : "OtherTerms"
    stream.send({ event: "removed", id, data: JSON.stringify({ host: getAddress(host), machine, hash, reason }) })
  }

  return {
    /** Sends changes to a stream until it ends: first those since the last that its client has seen. */
    add(stream: Stream, filters: Filters, lastId: string | undefined): void {
      if (lastId === undefined) {
        subscribe(stream, filters)
        return
      }
      const since = /^\d{1,16}$/.test(lastId) ? Number(lastId) : Number.POSITIVE_INFINITY
      // In its turn, so that nothing newer is sent before what was missed.
      inTurn(async () => {
        subscribe(stream, filters)
        await repeat(stream, filters, since)
      })
    },
  }
}
