// What the board answers, and what filters ask of it.
import type { z } from "@hono/zod-openapi"
import { getAddress, type Hex } from "viem"
import type { Board } from "../../board/board.ts"
import type { Listing } from "../../board/listing.ts"
import { dollarsOf, type Filters } from "../../board/search.ts"
import type { boardOffer, offerFiltersQuery, offerSummary } from "../boardSchemas.ts"

export type BoardOffer = z.output<typeof boardOffer>

/** Bytes of a GB and of a MiB: cards are sold in the one, and their drivers report the other. */
const [GB, MIB] = [1_000_000_000, 1_048_576]
/** Cards report a little more or less than they are sold with, and some are sold by GiB. */
const [LEAST, MOST] = [0.97, 1.1]

/** Listings with what their hosts signed. One that was replaced or removed meanwhile is left out. */
export async function describeOffers(board: Board, listings: readonly Listing[]): Promise<BoardOffer[]> {
  const texts = await board.signed(listings)
  return listings.flatMap((listing, index) => {
    const text = texts[index]
    if (text === undefined) return []
    const signed: BoardOffer["signed"] = JSON.parse(text.signed)
    if (text.document !== null) signed.document = JSON.parse(text.document)
    return [describeOffer(board, listing, signed)]
  })
}

function describeOffer(board: Board, listing: Listing, signed: BoardOffer["signed"]): BoardOffer {
  const { hash, sequence, receivedAt, price, token, freeAt, freeBond, host } = listing
  const figures = board.figures()
  return {
    signed,
    hash: hash as Hex,
    sequence,
    receivedAt,
    dollarsPerHour: dollarsText(dollarsOf(price, token, figures)),
    freeAt,
    freeBond: String(freeBond),
    record: figures.records.get(host) ?? null,
  }
}

/** Dollars with six places at most. */
function dollarsText(dollars: number | undefined): string | null {
  return dollars === undefined ? null : dollars.toFixed(6).replace(/\.?0+$/, "")
}

/** The filters of a query. Each of its parameters is text in lower case where case does not matter. */
export function filtersOf(query: z.output<typeof offerFiltersQuery>): Filters {
  const { gpu, region, minMemory, maxMemory, maxPricePerHour, maxDollarsPerHour, minBond, minBondDollars } = query
  const { minFeesPaidDollars, ...others } = query
  return {
    ...others,
    gpus: listOf(gpu),
    regions: listOf(region),
    minMemory: minMemory === undefined ? undefined : Math.floor((minMemory * GB * LEAST) / MIB),
    maxMemory: maxMemory === undefined ? undefined : Math.ceil((maxMemory * GB * MOST) / MIB),
    maxPricePerHour: bigintOf(maxPricePerHour),
    maxDollarsPerHour: numberOf(maxDollarsPerHour),
    minBond: bigintOf(minBond),
    minBondDollars: numberOf(minBondDollars),
    minFeesPaidDollars: numberOf(minFeesPaidDollars),
  }
}

const listOf = (text: string | undefined) =>
  text
    ?.toLowerCase()
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "")
const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text))
const bigintOf = (text: string | undefined) => (text === undefined ? undefined : BigInt(text))

interface Count {
  offers: number
  lowest: number | undefined
  highest: number | undefined
}

/** What there is to choose from. */
export function summarize(board: Board, listings: readonly Listing[]): z.output<typeof offerSummary> {
  const figures = board.figures()
  const [gpus, regions, tokens] = [new Map<string, Count>(), new Map<string, number>(), new Map<string, number>()]
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const { hardware, token, price } of listings) {
    add(tokens, token)
    if (hardware?.location !== undefined) add(regions, hardware.location)
    if (hardware === undefined) continue
    const count = gpus.get(hardware.model) ?? { offers: 0, lowest: undefined, highest: undefined }
    const dollars = dollarsOf(price, token, figures)
    count.offers += 1
    if (dollars !== undefined) {
      count.lowest = Math.min(count.lowest ?? dollars, dollars)
      count.highest = Math.max(count.highest ?? dollars, dollars)
    }
    gpus.set(hardware.model, count)
  }
  const byCount = <value>(counts: Map<string, value>, of: (value: value) => number) =>
    [...counts].sort(([a, left], [b, right]) => of(right) - of(left) || (a < b ? -1 : 1))
  return {
    offers: listings.length,
    hosts: new Set(listings.map(({ host }) => host)).size,
    gpus: byCount(gpus, ({ offers }) => offers).map(([gpu, { offers, lowest, highest }]) => ({
      gpu,
      offers,
      lowestDollarsPerHour: dollarsText(lowest),
      highestDollarsPerHour: dollarsText(highest),
    })),
    regions: byCount(regions, (offers) => offers).map(([region, offers]) => ({ region, offers })),
    tokens: byCount(tokens, (offers) => offers).map(([token, offers]) => ({ token: getAddress(token), offers })),
  }
}
