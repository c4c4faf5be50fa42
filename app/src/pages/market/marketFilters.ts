// The filters of the market: what each lets pass, its words, and how it is removed.
import type { Formats } from "../../format/formats.ts"
import { toMicroDollars } from "../../format/microDollars.ts"
import type { Texts } from "../../texts/texts.ts"
import type { MarketRow } from "./marketRow.ts"
import type { MarketSearch } from "./marketSearch.ts"

export type Filter = {
  readonly name: Exclude<keyof MarketSearch, "hours" | "sort">
  /** As it stands on its pill. */
  readonly label: string
  readonly passes: (row: MarketRow) => boolean
}

type Words = { readonly texts: Texts; readonly formats: Formats }

/** The filters that are set, in the order of the form. */
export function filtersOf(search: MarketSearch, { texts: { market }, formats }: Words): readonly Filter[] {
  const { model, atMost, gpus, memory, regions, tokens } = search
  const limit = toMicroDollars(atMost)
  const all: readonly (Filter | false | undefined)[] = [
    model !== undefined && { name: "model", label: model, passes: (row) => row.model === model },
    limit !== undefined && {
      name: "atMost",
      label: market.pillAtMost(formats.dollars(atMost ?? "")),
      passes: ({ dollars }) => dollars.perGpu !== undefined && dollars.perGpu <= limit,
    },
    gpus !== undefined && {
      name: "gpus",
      label: `${market.gpusAtLeast(formats.count(gpus))} GPU`,
      passes: (row) => row.gpus >= gpus,
    },
    memory !== undefined && {
      name: "memory",
      label: market.memoryAtLeast(formats.count(memory)),
      passes: (row) => (row.memory ?? 0) >= memory,
    },
    search.freeNow && { name: "freeNow", label: market.freeNow, passes: tests.freeNow },
    search.wellKept && { name: "wellKept", label: market.wellKept, passes: tests.wellKept },
    search.experienced && { name: "experienced", label: market.experienced, passes: tests.experienced },
    search.bigBond && { name: "bigBond", label: market.bigBond, passes: tests.bigBond },
    search.noMinimum && { name: "noMinimum", label: market.noMinimum, passes: tests.noMinimum },
    regions && {
      name: "regions",
      label: formats.list(regions.map(formats.region)),
      passes: ({ region }) => region !== undefined && regions.includes(region),
    },
    tokens && { name: "tokens", label: formats.list(tokens), passes: ({ token }) => tokens.includes(token.symbol) },
  ]
  return all.filter((filter) => filter !== false && filter !== undefined)
}

/** The filters that are only on or off. */
export const tests = {
  freeNow: ({ isFree }) => isFree,
  wellKept: ({ found: { record } }) => (record?.servedBps ?? 0) >= 9_500,
  experienced: ({ found: { record } }) => (record?.rentals ?? 0) >= 20,
  bigBond: ({ bondShare }) => bondShare >= 5_000n,
  noMinimum: ({ found }) => found.signed.offer.minDuration <= 60n,
} as const satisfies Partial<Record<keyof MarketSearch, (row: MarketRow) => boolean>>

/** The rows that pass every filter but those that are left out. */
export function passing(
  rows: readonly MarketRow[],
  filters: readonly Filter[],
  without?: Filter["name"],
): readonly MarketRow[] {
  const applied = filters.filter(({ name }) => name !== without)
  return rows.filter((row) => applied.every(({ passes }) => passes(row)))
}

/** The address without a filter. */
export function without(search: MarketSearch, name: Filter["name"]): MarketSearch {
  return Object.fromEntries(Object.entries(search).filter(([key]) => key !== name))
}

/** The filter whose removal gains most, with what it would show. */
export function bestToLoosen(
  rows: readonly MarketRow[],
  filters: readonly Filter[],
): { readonly filter: Filter; readonly gained: readonly MarketRow[] } | undefined {
  const [best] = filters
    .map((filter) => ({ filter, gained: passing(rows, filters, filter.name) }))
    .toSorted((a, b) => b.gained.length - a.gained.length)
  return best && best.gained.length > 0 ? best : undefined
}
