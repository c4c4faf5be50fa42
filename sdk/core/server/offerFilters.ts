// What a renter looks for. A board is asked for it, and what the board answers is filtered by it again.
import type { Address, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import type { SignedOffer } from "../offer/signedOffer.ts"
import { isObject } from "../strictJson.ts"

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
  /** Memory of each GPU, GB. */
  readonly minMemory?: number | undefined
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
  /** Base units of the token. Pass `token` with it. */
  readonly minBond?: bigint | undefined
  /** Seconds that the host may take to start. 0: at once. */
  readonly maxStartWindow?: bigint | undefined
  /** Also offers whose machine is free at this timestamp at the latest. Default: only machines that are free now. */
  readonly freeBy?: bigint | undefined
  /** The account that would rent: also offers for it alone. Default: only offers for any renter. */
  readonly renter?: Address | undefined
}

/** The filters as a board takes them. */
export function filterQuery(filters: OfferFilters): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(filters).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
  )
}

/** The name of the first filter that an offer does not pass. Dollars and free machines are decided with the chain. */
export function failedFilter(filters: OfferFilters, { offer, document }: SignedOffer): string | undefined {
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
    minBond: () => filters.minBond === undefined || offer.bond >= filters.minBond,
    maxStartWindow: () => isAtMost(offer.startWindow, filters.maxStartWindow),
    gpu: () => holdsAny(described.gpu, filters.gpu),
    region: () => holdsAny(described.region, filters.region),
    minGpus: () => isAtLeast(described.gpus, filters.minGpus),
    maxGpus: () => filters.maxGpus === undefined || (described.gpus ?? Number.POSITIVE_INFINITY) <= filters.maxGpus,
    minMemory: () => isAtLeast(described.memory, filters.minMemory),
    minDownload: () => isAtLeast(described.download, filters.minDownload),
    minUpload: () => isAtLeast(described.upload, filters.minUpload),
  }
  return Object.keys(passes).find((name) => !passes[name]?.())
}

const isAtMost = (value: bigint, most: bigint | undefined) => most === undefined || value <= most
const isAtLeast = (value: number | undefined, least: number | undefined) =>
  least === undefined || (value !== undefined && value >= least)

function holdsAny(text: string | undefined, parts: readonly string[] | undefined): boolean {
  if (parts === undefined || parts.length === 0) return true
  return text !== undefined && parts.some((part) => text.toLowerCase().includes(part.trim().toLowerCase()))
}

/** What a description says of the machine, as the command line writes it. Its form is the host's, so nothing is sure. */
function describe(document: SignedOffer["document"]) {
  const { gpu, network, location } = document ?? {}
  const [card, line] = [isObject(gpu) ? gpu : {}, isObject(network) ? network : {}]
  const memory = numberOf(card["memoryMiB"])
  return {
    gpu: typeof card["model"] === "string" ? card["model"] : undefined,
    gpus: numberOf(card["count"]),
    // Drivers report a little less than the card's name says.
    memory: memory === undefined ? undefined : Math.round(memory / 1_024),
    region: typeof location === "string" ? location : undefined,
    download: numberOf(line["downMbps"]),
    upload: numberOf(line["upMbps"]),
  }
}

const numberOf = (value: unknown) => (typeof value === "number" ? value : undefined)
