// What a renter looks for. A board is asked for it, and what the board answers is filtered by it again.
import { bondOf } from "../../math.ts"
import type { Address, Hex, Offer } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import type { SignedOffer } from "../offer/signedOffer.ts"
import { isObject } from "../strictJson.ts"
import type { ReportedRecord } from "./reportedRecord.ts"

/** Which offers to find. Texts are compared without regard to case. */
export type OfferFilters = {
  /** Offers of this host alone. */
  readonly host?: Address | undefined
  /** The host's id of the machine. */
  readonly machine?: Hex | undefined
  /** The token of price and bond. Zero: the native coin. */
  readonly token?: Address | undefined
  /** Parts of the GPU's model, any of which fits: `["H100", "A100"]`. */
  readonly gpu?: readonly string[] | undefined
  /** Parts of the location, any of which fits. */
  readonly region?: readonly string[] | undefined
  readonly minGpus?: number | undefined
  readonly maxGpus?: number | undefined
  /** Memory of each GPU, GB, as the card is sold. */
  readonly minMemory?: number | undefined
  /** Memory of each GPU, GB, as the card is sold. */
  readonly maxMemory?: number | undefined
  /** Mbit a second. */
  readonly minDownload?: number | undefined
  /** Mbit a second. */
  readonly minUpload?: number | undefined
  /** Base units of the token. Pass `token` with it. */
  readonly maxPricePerHour?: bigint | undefined
  /** Dollars, such as `"1.50"`. Offers in tokens whose price is not known are left out. */
  readonly maxDollarsPerHour?: string | undefined
  /** Seconds to rent: the offer must allow it. */
  readonly duration?: bigint | undefined
  /** Most seconds that are billed in any case. */
  readonly maxCommitment?: bigint | undefined
  /** What a rental of `duration`, or else of the longest, locks. Base units of the token: pass `token` with it. */
  readonly minBond?: bigint | undefined
  /** The same in dollars, such as `"20"`. Offers in tokens whose price is not known are left out. */
  readonly minBondDollars?: string | undefined
  /** Seconds that the host may take to start. 0: at once. */
  readonly maxStartWindow?: bigint | undefined
  /** Also offers whose machine is free at this timestamp at the latest. Default: only machines that are free now. */
  readonly freeBy?: bigint | undefined
  /** Seconds that the host served of those it promised, basis points. It is the board's word. */
  readonly minServedBps?: number | undefined
  /** Fees that the host's rentals paid, dollars. It is the board's word. */
  readonly minFeesPaidDollars?: string | undefined
  /** The host's place among the hosts by these fees. It is the board's word. */
  readonly maxRank?: number | undefined
  /** The account that would rent: also offers for it alone. Default: only offers for any renter. */
  readonly renter?: Address | undefined
}

/** The numbers that a board takes. */
const BOUNDS: { readonly [name in keyof OfferFilters]?: readonly [least: number, most: number] } = {
  minGpus: [1, 1_024],
  maxGpus: [1, 1_024],
  minMemory: [1, 1_048_576],
  maxMemory: [1, 1_048_576],
  minDownload: [0, 10_000_000],
  minUpload: [0, 10_000_000],
  duration: [1, 34_560_000],
  maxCommitment: [1, 34_560_000],
  maxStartWindow: [0, 86_400],
  minServedBps: [0, 10_000],
  maxRank: [1, 1_000_000_000],
}
/** Characters of a text that a board takes. */
const LONGEST_TEXT = 200
/** In thousandths: a board may know another price of the token. */
const ROOM = [1_020n, 980n] as const

/**
 * The filters as a board takes them, and no narrower than they are. What a board would refuse is left out: offers are
 * filtered again when they are here.
 */
export function filterQuery(filters: OfferFilters): Record<string, string | undefined> {
  const { maxDollarsPerHour, minBondDollars } = filters
  const [more, less] = ROOM
  const given = {
    ...filters,
    maxDollarsPerHour: maxDollarsPerHour && dollarsTimes(maxDollarsPerHour, more),
    minBondDollars: minBondDollars && dollarsTimes(minBondDollars, less),
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (value === undefined) return []
      const bounds = BOUNDS[name as keyof OfferFilters]
      const text = String(value)
      const isTaken = bounds
        ? Number.isInteger(Number(value)) && Number(value) >= bounds[0] && Number(value) <= bounds[1]
        : text !== "" && text.length <= LONGEST_TEXT
      return isTaken ? [[name, text]] : []
    }),
  )
}

function dollarsTimes(dollars: string, thousandths: bigint): string | undefined {
  const micro = microDollars(dollars)
  if (micro === undefined) return undefined
  const scaled = (micro * thousandths) / 1_000n
  return `${scaled / MICRO}.${String(scaled % MICRO).padStart(DECIMALS, "0")}`
}

const DECIMALS = 6
const MICRO = 1_000_000n

/** Undefined for what is not an amount of dollars. */
export function microDollars(dollars: string): bigint | undefined {
  const [, whole, part = ""] = /^(\d{1,15})(?:\.(\d{1,18}))?$/.exec(dollars) ?? []
  return whole === undefined ? undefined : BigInt(whole + part.slice(0, DECIMALS).padEnd(DECIMALS, "0"))
}

/** The name of the first filter that an offer does not pass. Dollars and free machines are decided with the chain. */
export function failedFilter(
  filters: OfferFilters,
  { offer, document }: SignedOffer,
  record: ReportedRecord | undefined,
): string | undefined {
  const { host, machine, token, renter, duration } = filters
  const described = describe(document)
  const passes: Readonly<Record<string, () => boolean>> = {
    host: () => host === undefined || isSameAddress(offer.host, host),
    machine: () => machine === undefined || offer.machine.toLowerCase() === machine.toLowerCase(),
    token: () => token === undefined || isSameAddress(offer.token, token),
    renter: () => BigInt(offer.renter) === 0n || (renter !== undefined && isSameAddress(offer.renter, renter)),
    duration: () => duration === undefined || (offer.minDuration <= duration && duration <= offer.maxDuration),
    maxCommitment: () => isAtMost(offer.minDuration, filters.maxCommitment),
    maxPricePerHour: () => isAtMost(offer.pricePerHour, filters.maxPricePerHour),
    minBond: () => filters.minBond === undefined || bondFor(filters, offer) >= filters.minBond,
    maxStartWindow: () => isAtMost(offer.startWindow, filters.maxStartWindow),
    gpu: () => holdsAny(described.gpu, filters.gpu),
    region: () => holdsAny(described.region, filters.region),
    minGpus: () => isAtLeast(described.gpus, filters.minGpus),
    maxGpus: () => filters.maxGpus === undefined || (described.gpus ?? Number.POSITIVE_INFINITY) <= filters.maxGpus,
    minMemory: () => isAtLeast(described.memoryMiB, mebibytes(filters.minMemory, LEAST)),
    maxMemory: () =>
      filters.maxMemory === undefined ||
      (described.memoryMiB ?? Number.POSITIVE_INFINITY) <= (mebibytes(filters.maxMemory, MOST) ?? 0),
    minDownload: () => isAtLeast(described.download, filters.minDownload),
    minUpload: () => isAtLeast(described.upload, filters.minUpload),
    minServedBps: () => isAtLeast(record?.servedBps, filters.minServedBps),
    minFeesPaidDollars: () => isDollarsAtLeast(record?.feesPaidDollars, filters.minFeesPaidDollars),
    maxRank: () => filters.maxRank === undefined || (record?.rank ?? Number.POSITIVE_INFINITY) <= filters.maxRank,
  }
  return Object.keys(passes).find((name) => !passes[name]?.())
}

const isAtMost = (value: bigint, most: bigint | undefined) => most === undefined || value <= most
const isAtLeast = (value: number | undefined, least: number | undefined) =>
  least === undefined || (value !== undefined && value >= least)

/** The bond that the rental that is looked for locks, or else the longest. */
export function bondFor({ duration }: OfferFilters, offer: Offer): bigint {
  return bondOf(offer, duration ?? offer.maxDuration)
}

/** Whether an amount of dollars is known, and is no less than a limit. */
export function isDollarsAtLeast(dollars: string | undefined, least: string | undefined): boolean {
  if (least === undefined) return true
  const [value, limit] = [microDollars(dollars ?? ""), microDollars(least)]
  return value !== undefined && limit !== undefined && value >= limit
}

/** Cards are sold in GB or in GiB, and report a little more or less than that. */
const [LEAST, MOST] = [0.97, 1.1]

function mebibytes(gigabytes: number | undefined, share: number): number | undefined {
  return gigabytes === undefined ? undefined : (gigabytes * 1e9 * share) / 1_048_576
}

function holdsAny(text: string | undefined, parts: readonly string[] | undefined): boolean {
  if (parts === undefined || parts.length === 0) return true
  return text !== undefined && parts.some((part) => text.toLowerCase().includes(part.trim().toLowerCase()))
}

/** What a description says of the machine, as the command line writes it. Its form is the host's, so nothing is sure. */
export function describe(document: SignedOffer["document"]) {
  const { gpu, network, location } = document ?? {}
  const [card, line] = [isObject(gpu) ? gpu : {}, isObject(network) ? network : {}]
  return {
    gpu: typeof card["model"] === "string" ? card["model"] : undefined,
    gpus: numberOf(card["count"]),
    memoryMiB: numberOf(card["memoryMiB"]),
    region: typeof location === "string" ? location : undefined,
    download: numberOf(line["downMbps"]),
    upload: numberOf(line["upMbps"]),
  }
}

const numberOf = (value: unknown) => (typeof value === "number" ? value : undefined)
