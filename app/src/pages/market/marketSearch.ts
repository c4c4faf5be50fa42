// The filters of the market, as they stand in the page's address.

const sorts = ["price", "total", "record", "bond", "start"] as const
export type Sort = (typeof sorts)[number]

export type MarketSearch = {
  readonly model?: string
  /** How long the rental would be. */
  readonly hours?: number
  /** Dollars per GPU and hour. */
  readonly atMost?: string
  readonly gpus?: number
  /** GB of each GPU. */
  readonly memory?: number
  readonly freeNow?: true
  readonly wellKept?: true
  readonly experienced?: true
  readonly bigBond?: true
  readonly noMinimum?: true
  /** Countries by their codes, or places as their hosts write them. */
  readonly regions?: readonly string[]
  /** Symbols. */
  readonly tokens?: readonly string[]
  readonly sort?: Sort
}

/** A rental of more than a year is a slip of the finger. */
export const MOST_HOURS = 8_760

/** Keeps what is valid. Anyone can write an address. */
export function parseMarketSearch(given: Record<string, unknown>): MarketSearch {
  const { model, hours, atMost, gpus, memory, regions, tokens, sort } = given
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one !== "") : []
  const isCount = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value) && value > 0
  const flag = (name: keyof MarketSearch) => (given[name] === true ? { [name]: true as const } : {})
  const dollars = String(atMost ?? "")
  const knownSort = sorts.find((one) => one === sort)
  return {
    ...(typeof model === "string" && model !== "" && { model }),
    ...(typeof hours === "number" && hours > 0 && hours <= MOST_HOURS && { hours }),
    ...(/^\d{1,6}(\.\d{1,6})?$/.test(dollars) && { atMost: dollars }),
    ...(isCount(gpus) && { gpus }),
    ...(isCount(memory) && { memory }),
    ...flag("freeNow"),
    ...flag("wellKept"),
    ...flag("experienced"),
    ...flag("bigBond"),
    ...flag("noMinimum"),
    ...(texts(regions).length > 0 && { regions: texts(regions) }),
    ...(texts(tokens).length > 0 && { tokens: texts(tokens) }),
    ...(knownSort && knownSort !== "price" && { sort: knownSort }),
  }
}
