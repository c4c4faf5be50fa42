// An offer on the board, and whether it can be taken, from what was read of the chain. Nothing here reads anything.
import { bondOf, RESERVED } from "@gpuflow/escrow"
import type { MachineDocument, Offer } from "@gpuflow/escrow/offer"
import type { Hex } from "viem"

/**
 * `free`: a deposit in the next block succeeds. `busy`: it succeeds once the machine is free, before the offer expires.
 * `hidden`: it would fail. It is kept, because a later state of the chain can make up for it.
 */
export type OfferState = "free" | "busy" | "hidden"

/** Why an offer is hidden, in the words of the contract's errors. */
export type HiddenReason =
  | "OfferExpired"
  | "WrongEpoch"
  | "MarketNotOpen"
  | "WrongArbiter"
  | "FeeAboveMaximum"
  | "WrongNonce"
  | "InvalidSignature"
  | "MachineBusy"
  | "InsufficientBond"

/** Where an offer stands on the chain. */
export interface Standing {
  readonly state: OfferState
  readonly reason: HiddenReason | null
  /** When the machine is free; 0: now. */
  readonly freeAt: number
  /** The host's free bond in the offer's token. */
  readonly freeBond: bigint
}

/** What the board needs of an offer to list, to find, and to check it. Addresses and hashes are in lower case. */
export interface Listing extends Standing {
  readonly host: string
  readonly machine: string
  readonly hash: string
  readonly sequence: number
  /** Timestamp of the block at which the machine came on the board. */
  readonly receivedAt: number
  /** The place in the line for the host's bond: the sequence number at which the machine came on the board. 0: the last. */
  readonly claim: number
  readonly token: string
  readonly arbiter: string
  /** The only renter; undefined: any. */
  readonly renter: string | undefined
  readonly price: bigint
  /** What the longest rental locks. */
  readonly bond: bigint
  readonly nonce: number
  readonly epoch: number
  readonly expiry: number
  readonly minDuration: number
  readonly maxDuration: number
  readonly startWindow: number
  readonly maxFeeBps: number
  readonly spec: string
  /** Whose key the signature recovers to. */
  readonly recovered: string | undefined
  /** What the signer's contract signed; undefined if the signer's key did. */
  readonly contract: { readonly offer: Offer; readonly hostSignature: Hex } | undefined
  /** From the machine's document; undefined if the board does not have it. */
  readonly hardware: Hardware | undefined
}

/** What searches compare of a machine's document. The document itself stays in the database. */
export interface Hardware {
  readonly model: string
  readonly count: number
  /** Of each GPU. */
  readonly memoryMiB: number
  readonly downMbps: number | undefined
  readonly upMbps: number | undefined
  readonly location: string | undefined
}

const ANY = `0x${"0".repeat(40)}`

type Known = Pick<
  Listing,
  "hash" | "sequence" | "receivedAt" | "claim" | "recovered" | "contract" | "hardware" | keyof Standing
>

export function listingOf(offer: Offer, known: Known): Listing {
  const renter = offer.renter.toLowerCase()
  return {
    ...known,
    recovered: known.recovered === undefined ? undefined : shared(known.recovered),
    host: shared(offer.host.toLowerCase()),
    machine: offer.machine.toLowerCase(),
    token: shared(offer.token.toLowerCase()),
    arbiter: shared(offer.arbiter.toLowerCase()),
    renter: renter === ANY ? undefined : renter,
    price: offer.pricePerHour,
    bond: bondOf(offer, offer.maxDuration),
    nonce: Number(offer.nonce),
    epoch: Number(offer.epoch),
    expiry: Number(offer.expiry),
    minDuration: Number(offer.minDuration),
    maxDuration: Number(offer.maxDuration),
    startWindow: Number(offer.startWindow),
    maxFeeBps: Number(offer.maxFeeBps),
    spec: offer.spec.toLowerCase(),
  }
}

/** The hardware that a document describes. Machines that are alike share one object. */
export function hardwareOf({ gpu, network, location }: MachineDocument): Hardware {
  const { model, count, memoryMiB } = gpu
  const hardware = { model, count, memoryMiB, downMbps: network?.downMbps, upMbps: network?.upMbps, location }
  return sharedBy(sharedHardware, JSON.stringify(hardware), hardware)
}

/** One object for all machines that are alike, and one string for each address that many offers name. */
const sharedHardware = new Map<string, Hardware>()
const sharedTexts = new Map<string, string>()
const MOST_SHARED = 100_000

const shared = (text: string): string => sharedBy(sharedTexts, text, text)

function sharedBy<value>(map: Map<string, value>, key: string, value: value): value {
  const known = map.get(key)
  if (known !== undefined) return known
  if (map.size >= MOST_SHARED) map.clear()
  map.set(key, value)
  return value
}

/** What was read of the chain for a host's offers, at one block. */
export interface HostFacts {
  /** The account that signs for the host: itself, unless it named another. */
  readonly signer: string
  readonly epoch: number
  /** 0: the market's. */
  readonly feeBps: number
  readonly markets: ReadonlyMap<string, { readonly arbiter: string; readonly feeBps: number; readonly open: boolean }>
  readonly machines: ReadonlyMap<string, { readonly busyUntil: bigint; readonly nonce: number }>
  /** Free bonds by token. */
  readonly bonds: ReadonlyMap<string, bigint>
  /** Hashes of the offers whose signature the signer's contract accepts. */
  readonly accepted: ReadonlySet<string>
}

/** The standing of each of a host's offers, in the order given. `earliest`: timestamp of the next block, at least. */
export function standingsOf(listings: readonly Listing[], facts: HostFacts, earliest: number): Standing[] {
  const found = listings.map((listing) => ({ listing, standing: standingAlone(listing, facts, earliest) }))
  const left = new Map(facts.bonds)
  const standings = new Map(found.map(({ listing, standing }) => [listing, standing]))
  // One bond serves all of the host's offers in a token: those on the board the longest first, and free machines before
  // those that only will be free.
  const drawing = found.filter(({ standing }) => standing.state !== "hidden").sort(byClaim)
  for (const { listing, standing } of drawing) {
    const free = left.get(listing.token) ?? 0n
    if (listing.bond <= free) left.set(listing.token, free - listing.bond)
    else standings.set(listing, { ...standing, state: "hidden", reason: "InsufficientBond" })
  }
  return listings.map((listing) => standings.get(listing) ?? standingAlone(listing, facts, earliest))
}

type Found = { readonly listing: Listing; readonly standing: Standing }

function byClaim(a: Found, b: Found): number {
  return (
    a.standing.freeAt - b.standing.freeAt ||
    (a.listing.claim || Number.MAX_SAFE_INTEGER) - (b.listing.claim || Number.MAX_SAFE_INTEGER)
  )
}

/** The standing of an offer as if the host had no other. */
function standingAlone(listing: Listing, facts: HostFacts, earliest: number): Standing {
  const { machine, token, expiry } = listing
  const freeBond = facts.bonds.get(token) ?? 0n
  const hidden = (reason: HiddenReason): Standing => ({ state: "hidden", reason, freeAt: 0, freeBond })
  const market = facts.markets.get(token)
  const slot = facts.machines.get(machine)
  if (earliest >= expiry) return hidden("OfferExpired")
  if (listing.epoch !== facts.epoch) return hidden("WrongEpoch")
  if (!market?.open) return hidden("MarketNotOpen")
  if (market.arbiter !== listing.arbiter) return hidden("WrongArbiter")
  if ((facts.feeBps || market.feeBps) > listing.maxFeeBps) return hidden("FeeAboveMaximum")
  const { busyUntil = 0n, nonce = 0 } = slot ?? {}
  // The end of a reservation that the host does not start adds one to the nonce.
  const isReserved = busyUntil === RESERVED
  if (listing.nonce !== nonce && !(isReserved && listing.nonce === nonce + 1)) return hidden("WrongNonce")
  if (!isSigned(listing, facts)) return hidden("InvalidSignature")
  const freeAt = Number(busyUntil)
  if (earliest >= freeAt) return { state: "free", reason: null, freeAt: 0, freeBond }
  return freeAt < expiry ? { state: "busy", reason: null, freeAt, freeBond } : hidden("MachineBusy")
}

/** Whether the signature is the signer's, by its key or by its contract. The contract tries the key first. */
export function isSigned({ recovered, hash }: Pick<Listing, "recovered" | "hash">, facts: HostFacts): boolean {
  return recovered === facts.signer || facts.accepted.has(hash)
}

/** Whether a machine is kept by a rental that was not started. The end of such a reservation is not known. */
export function isReserved({ machine }: Listing, facts: HostFacts): boolean {
  return facts.machines.get(machine)?.busyUntil === RESERVED
}

export function isSameStanding(a: Standing, b: Standing): boolean {
  return a.state === b.state && a.reason === b.reason && a.freeAt === b.freeAt && a.freeBond === b.freeBond
}
