// An offer as the market compares it.
import { cost } from "@gpuflow/escrow"
import type { FoundOffer } from "@gpuflow/escrow/server"

import { toMicroDollars } from "../../format/microDollars.ts"
import type { Listed } from "../../server/offersQuery.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import type { Sort } from "./marketSearch.ts"

export type MarketRow = {
  /** The machine: an offer that replaces another one is the same row. */
  readonly key: string
  readonly found: FoundOffer
  /** The card and its memory, by which machines are compared: "A100 80 GB". */
  readonly model: string
  readonly gpus: number
  /** GB of each GPU. */
  readonly memory: number | undefined
  readonly place: string | undefined
  /** The country's code, or the place itself. */
  readonly region: string | undefined
  /** Mbit a second. */
  readonly download: number | undefined
  /** GB of the machine. */
  readonly ram: number | undefined
  readonly token: TokenInfo
  /** Base units for the whole duration. */
  readonly total: bigint
  /** Base units that the host loses if it ends early. */
  readonly bond: bigint
  /** Its share of the price, basis points. */
  readonly bondShare: bigint
  /** Millionths of a dollar, where the token's price is known. */
  readonly dollars: {
    readonly perHour: bigint | undefined
    readonly perGpu: bigint | undefined
    readonly total: bigint | undefined
    readonly bond: bigint | undefined
  }
  /** When the rental can begin at the latest, seconds since 1970; `isFree`: the machine is not rented now. */
  readonly startsAt: bigint
  readonly isFree: boolean
}

/** Rows of all offers whose token's decimals are known. */
export function marketRows({ offers, tokens, timestamp }: Listed, duration: bigint): readonly MarketRow[] {
  const known = new Map(tokens.map((token) => [token.address, token]))
  return offers.flatMap((found) => {
    const token = known.get(found.signed.offer.token)
    return token ? [rowOf(found, { token, duration, now: timestamp })] : []
  })
}

function rowOf(
  found: FoundOffer,
  { token, duration, now }: { token: TokenInfo; duration: bigint; now: bigint },
): MarketRow {
  const { offer, document } = found.signed
  const { gpu, network, location, memoryMiB } = Object(document) as Record<string, unknown>
  const [card, line] = [Object(gpu), Object(network)] as Record<string, unknown>[]
  const gpus = numberOf(card?.["count"]) ?? 1
  const memory = gigabytes(card?.["memoryMiB"])
  const place = typeof location === "string" && location.trim() !== "" ? location.trim() : undefined
  const total = cost(offer.pricePerHour, duration)
  const perHour = toMicroDollars(found.dollarsPerHour)
  const busyUntil = found.check.machine.busyUntil
  const isFree = busyUntil <= now
  return {
    key: `${offer.host} ${offer.machine}`.toLowerCase(),
    found,
    model: modelOf(card?.["model"], memory),
    gpus,
    memory,
    place,
    region: place && (/,\s*([A-Z]{2})$/.exec(place)?.[1] ?? place),
    download: numberOf(line?.["downMbps"]),
    ram: gigabytes(memoryMiB),
    token,
    total,
    bond: found.bond,
    bondShare: total > 0n ? (found.bond * 10_000n) / total : 0n,
    dollars: {
      perHour,
      perGpu: perHour === undefined ? undefined : perHour / BigInt(gpus),
      total: perHour === undefined ? undefined : (perHour * duration) / 3_600n,
      bond: toMicroDollars(found.bondDollars),
    },
    startsAt: (isFree ? now : busyUntil) + offer.startWindow,
    isFree,
  }
}

/** Drivers report "NVIDIA A100-SXM4-80GB", hosts write "A100 80 GB". */
export function modelOf(given: unknown, memory: number | undefined): string {
  if (typeof given !== "string" || given.trim() === "") return ""
  const model = given
    .replace(/\b(NVIDIA|GeForce|Tesla|Quadro)\b/gi, " ")
    .replaceAll("-", " ")
    .replace(/(\d)\s*G(i)?B\b/gi, "$1 GB")
    .replaceAll(/\s+/g, " ")
    .trim()
  return / GB\b/.test(model) || memory === undefined ? model : `${model} ${memory} GB`
}

/** The part of a model's name that every host writes the same: "A100", "4090". Boards search for it. */
export function modelWord(model: string | undefined): string | undefined {
  return model === undefined ? undefined : /[a-z]*\d+[a-z]*/i.exec(model)?.[0]
}

const numberOf = (value: unknown) => (typeof value === "number" && value > 0 ? value : undefined)

function gigabytes(mebibytes: unknown): number | undefined {
  const number = numberOf(mebibytes)
  return number === undefined ? undefined : Math.round(number / 1_024)
}

/** The lowest and the highest price per GPU of each model that has three offers or more. */
export function priceRanges(rows: readonly MarketRow[]): ReadonlyMap<string, readonly [bigint, bigint]> {
  const prices = Map.groupBy(
    rows.filter(({ dollars }) => dollars.perGpu !== undefined),
    ({ model }) => model,
  )
  const ranges = [...prices].flatMap(([model, its]) => {
    const sorted = its.map(({ dollars }) => dollars.perGpu ?? 0n).toSorted((a, b) => (a < b ? -1 : 1))
    const [lowest, highest] = [sorted[0], sorted.at(-1)]
    return sorted.length < 3 || lowest === undefined || highest === undefined
      ? []
      : ([[model, [lowest, highest]]] as const)
  })
  return new Map(ranges)
}

/** The best first. What is not known comes last. */
export function sortRows(rows: readonly MarketRow[], sort: Sort): readonly MarketRow[] {
  const most = 2n ** 128n
  const worth: Readonly<Record<Sort, (row: MarketRow) => bigint>> = {
    price: ({ dollars }) => dollars.perGpu ?? most,
    total: ({ dollars }) => dollars.total ?? most,
    bond: ({ dollars }) => -(dollars.bond ?? 0n),
    start: ({ startsAt }) => startsAt,
    record: ({ found: { record } }) => {
      if (!record?.rentals || record.servedBps === undefined) return 0n
      return -(BigInt(record.servedBps) * most + (toMicroDollars(record.feesPaidDollars) ?? 0n))
    },
  }
  const [first, second] = [worth[sort], worth.price]
  const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)
  return rows.toSorted((a, b) => compare(first(a), first(b)) || compare(second(a), second(b)))
}
