// What one board says. A board may lie, repeat itself, or go on for ever: the pages, the offers, and the time are
// limited, and each offer is read by itself, so that one that is wrong takes no other with it.
import type { Address } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError } from "../escrowError.ts"
import { hashDocument } from "../offer/hashDocument.ts"
import { type SignedOffer, signedOfferFrom } from "../offer/signedOffer.ts"
import type { Codec } from "../port.ts"
import { isObject } from "../strictJson.ts"
import { askServer, nameOf, textOf } from "./askServer.ts"
import { failedFilter, filterQuery, type OfferFilters } from "./offerFilters.ts"
import type { OfferSort } from "./offerOrder.ts"
import { pauseAt } from "./pauseAt.ts"
import { type ReportedRecord, recordFrom } from "./reportedRecord.ts"
import { ServerAnswerInvalidError, ServerUnavailableError } from "./serverErrors.ts"

/** An offer that a board serves and that fits what is looked for. */
export type BoardOffer = { readonly signed: SignedOffer; readonly record: ReportedRecord | undefined }

/** Why an offer is not among the results, and what it is about. */
type Hide = (reason: string, problem: string) => undefined

export type BoardReading = {
  readonly offers: readonly BoardOffer[]
  /** Offers that the board sent. */
  readonly received: number
  /** Whether the board has more than were asked for. */
  readonly hasMore: boolean
  /** What ended the reading. */
  readonly error: EscrowError | undefined
}

type BoardQuestion = {
  readonly board: string
  readonly codec: Codec
  readonly chainId: number
  readonly escrow: Address
  readonly filters: OfferFilters
  readonly sort: OfferSort
  /** The chain's time. */
  readonly now: bigint
  readonly maxOffers: number
  readonly timeout: number
  readonly signal: AbortSignal | undefined
  readonly hide: Hide
}

/** The most that a board sends at once. */
const PAGE = 100
/** Bytes of a page. An offer with its description has less than 100 000. */
const MAX_BYTES = 10_000_000
const LONGEST_CURSOR = 2_000

export async function readBoard(question: BoardQuestion): Promise<BoardReading> {
  const { board, filters, sort, now, maxOffers, timeout, signal } = question
  const offers: BoardOffer[] = []
  const until = performance.now() + timeout
  let [received, cursor]: [number, string | undefined] = [0, undefined]
  const reading = (error?: EscrowError): BoardReading => {
    return { offers, received, hasMore: cursor !== undefined, error }
  }
  do {
    const limit = Math.min(PAGE, maxOffers - received)
    const query = { ...filterQuery({ freeBy: now, ...filters }), sort, limit: String(limit), cursor }
    try {
      const left = until - performance.now()
      if (left <= 0) throw new ServerUnavailableError({ server: nameOf(board), failure: "timeout" })
      const options = { server: board, signal, timeout: left, maxBytes: MAX_BYTES }
      const page = readPage(board, await askServer(options, { path: "/offers", query }))
      const items = page.items.slice(0, limit)
      for (const [index, item] of items.entries()) {
        await pauseAt(index)
        const offer = readItem(question, item)
        if (offer) offers.push(offer)
      }
      received += items.length
      cursor = page.next
      // A page without offers would be followed by others for ever.
      if (items.length === 0 && cursor !== undefined) throw invalid(board, "items", "is empty although more follow")
    } catch (error) {
      if (!(error instanceof EscrowError) || signal?.aborted) throw error
      return reading(error)
    }
  } while (cursor !== undefined && received < maxOffers)
  return reading()
}

function readPage(board: string, answer: unknown): { readonly items: readonly unknown[]; readonly next?: string } {
  if (!isObject(answer)) throw invalid(board, "", "is not an object in braces")
  const { items, next } = answer
  if (!Array.isArray(items)) throw invalid(board, "items", "is not a list")
  if (next === null || next === undefined) return { items }
  if (typeof next !== "string" || next.length > LONGEST_CURSOR) throw invalid(board, "next", "is not a cursor")
  return { items, next }
}

function invalid(board: string, field: string, problem: string): ServerAnswerInvalidError {
  return new ServerAnswerInvalidError({ server: nameOf(board), path: "/offers", field, problem })
}

/** An offer of the board, as far as it can be judged without the chain. */
function readItem({ codec, chainId, escrow, filters, hide }: BoardQuestion, item: unknown): BoardOffer | undefined {
  const { signed: json, record } = isObject(item) ? item : {}
  let signed: SignedOffer
  try {
    signed = signedOfferFrom(codec, json)
  } catch (error) {
    return hide("OfferUnreadable", problemOf(error))
  }
  if (signed.chainId !== chainId) return hide("WrongChain", `The offer is for chain ${signed.chainId}.`)
  if (!isSameAddress(signed.escrow, escrow)) return hide("WrongEscrow", `The offer is for the escrow ${signed.escrow}.`)
  if (!isPromised(codec, signed)) {
    return hide("DocumentMismatch", "The description is not the one that the host signed.")
  }
  const reported = recordFrom(record)
  const failed = failedFilter(filters, signed, reported)
  if (failed !== undefined) return hide("Filtered", `The offer does not pass the filter \`${failed}\`.`)
  return { signed, record: reported }
}

function isPromised(codec: Codec, { offer, document }: SignedOffer): boolean {
  if (document === undefined) return true
  try {
    return hashDocument(codec, document) === offer.spec.toLowerCase()
  } catch {
    // It is nested too deeply.
    return false
  }
}

export function problemOf(error: unknown): string {
  return textOf(error instanceof Error ? error.message : String(error))
}
