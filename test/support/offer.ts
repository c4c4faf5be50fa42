import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem"

import { addressOf } from "./parties.ts"

/** In the order of the contract's enum. */
export const STATUSES = ["None", "Funded", "Active", "Interrupted", "Disputed", "Closed"] as const
export const REASONS = [
  "Completed",
  "Released",
  "Interrupted",
  "Cancelled",
  "Declined",
  "NoShow",
  "Conceded",
  "Resolved",
  "ArbitrationTimeout",
] as const

export const HOUR = 3600n
export const DAY = 24n * HOUR
export const EVIDENCE_WINDOW = 24n * HOUR
export const ARBITRATION_WINDOW = 14n * DAY

export interface Offer {
  readonly host: Address
  readonly payee: Address
  readonly operator: Address
  readonly renter: Address
  readonly token: Address
  readonly arbiter: Address
  readonly pricePerHour: bigint
  readonly bond: bigint
  readonly minDuration: bigint
  readonly maxDuration: bigint
  readonly startWindow: bigint
  readonly challengeWindow: bigint
  readonly nonce: bigint
  readonly epoch: bigint
  readonly expiry: bigint
  readonly maxFeeBps: bigint
  readonly rolling: boolean
  readonly machine: Hex
  readonly spec: Hex
}

export interface Rental {
  readonly offer: Offer
  readonly renter: Address
  readonly salt: Hex
}

export const MACHINE = keccak256(toHex("a100-0"))
export const NO_PERMIT: Hex = "0x"

/** The day on which every story begins. */
export const T0 = 1_800_000_000n

/** An H100 whose price and bond divide by nothing, so that every rounding shows. */
export const OFFER: Omit<Offer, "token"> = {
  host: addressOf("host"),
  payee: addressOf("payee"),
  operator: addressOf("operator"),
  renter: zeroAddress,
  arbiter: addressOf("arbiter"),
  pricePerHour: 2_345_679n,
  bond: 7_654_321n,
  minDuration: 1n,
  maxDuration: 30n * DAY,
  startWindow: 1800n,
  challengeWindow: 6n * HOUR,
  nonce: 0n,
  epoch: 1n,
  expiry: T0 + 60n * DAY,
  maxFeeBps: 1500n,
  rolling: false,
  machine: MACHINE,
  spec: keccak256(toHex("H100 80 GB")),
}

export const OFFER_TYPES = {
  Offer: [
    { name: "host", type: "address" },
    { name: "payee", type: "address" },
    { name: "operator", type: "address" },
    { name: "renter", type: "address" },
    { name: "token", type: "address" },
    { name: "arbiter", type: "address" },
    { name: "pricePerHour", type: "uint96" },
    { name: "bond", type: "uint96" },
    { name: "minDuration", type: "uint32" },
    { name: "maxDuration", type: "uint32" },
    { name: "startWindow", type: "uint32" },
    { name: "challengeWindow", type: "uint32" },
    { name: "nonce", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "expiry", type: "uint40" },
    { name: "maxFeeBps", type: "uint16" },
    { name: "rolling", type: "bool" },
    { name: "machine", type: "bytes32" },
    { name: "spec", type: "bytes32" },
  ],
} as const

/** What ties a signature to a chain and a contract. */
export interface Domain {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

/** An offer as typed data, ready to be hashed or signed by viem. */
export function typedOffer(offer: Offer, domain: Domain) {
  return {
    domain,
    types: OFFER_TYPES,
    primaryType: "Offer" as const,
    message: {
      ...offer,
      minDuration: Number(offer.minDuration),
      maxDuration: Number(offer.maxDuration),
      startWindow: Number(offer.startWindow),
      challengeWindow: Number(offer.challengeWindow),
      nonce: Number(offer.nonce),
      epoch: Number(offer.epoch),
      expiry: Number(offer.expiry),
      maxFeeBps: Number(offer.maxFeeBps),
    },
  }
}

export function cost(offer: Offer, seconds: bigint): bigint {
  return (offer.pricePerHour * seconds) / HOUR
}
