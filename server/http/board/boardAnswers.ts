// What the board answers, and what filters ask of it.
import type { z } from "@hono/zod-openapi"
import { getAddress, type Hex } from "viem"
import type { Board } from "../../board/board.ts"
import type { Listing } from "../../board/listing.ts"
import { type Count, type Counts, dollarsOf, type Filters } from "../../board/search.ts"
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

/** What there is to choose from. */
export function summarize({ offers, hosts, byHardware, byToken }: Counts): z.output<typeof offerSummary> {
  const [gpus, regions] = [new Map<string, Count>(), new Map<string, number>()]
  for (const [{ model, location }, count] of byHardware) {
    gpus.set(model, together(count, gpus.get(model)))
    if (location !== undefined) regions.set(location, (regions.get(location) ?? 0) + count.offers)
  }
  const byCount = <value>(counts: ReadonlyMap<string, value>, of: (value: value) => number) =>
    [...counts].sort(([a, left], [b, right]) => of(right) - of(left) || (a < b ? -1 : 1))
  return {
    offers,
    hosts,
    gpus: byCount(gpus, (count) => count.offers).map(([gpu, count]) => ({
      gpu,
      offers: count.offers,
      lowestDollarsPerHour: dollarsText(count.lowest),
      highestDollarsPerHour: dollarsText(count.highest),
    })),
    regions: byCount(regions, (count) => count).map(([region, count]) => ({ region, offers: count })),
    tokens: byCount(byToken, (count) => count).map(([token, count]) => ({ token: getAddress(token), offers: count })),
  }
}

function together(one: Count, other: Count | undefined): Count {
  if (!other) return one
  const known = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined)
  const [lowest, highest] = [known([one.lowest, other.lowest]), known([one.highest, other.highest])]
  return {
    offers: one.offers + other.offers,
    lowest: lowest.length > 0 ? Math.min(...lowest) : undefined,
    highest: highest.length > 0 ? Math.max(...highest) : undefined,
  }
}
