import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem"
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts"

import { type Call, type Chain, type Contract, callOf, type Outcome, openChain } from "./chain.ts"

export const ROLES = [
  "payer",
  "renter",
  "host",
  "operator",
  "signer",
  "payee",
  "arbiter",
  "keeper",
  "owner",
  "successor",
  "guardian",
  "treasury",
] as const
export type Role = (typeof ROLES)[number]

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
export const EVIDENCE_WINDOW = DAY
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

export function keyNamed(name: string): Hex {
  return keccak256(toHex(name))
}

/** An account whose key follows from its name. */
export function accountNamed(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keyNamed(name))
}

const ACCOUNTS = Object.fromEntries(ROLES.map((role) => [role, accountNamed(role)])) as Record<Role, PrivateKeyAccount>

export function accountOf(role: Role): PrivateKeyAccount {
  return ACCOUNTS[role]
}

export function addressOf(role: Role): Address {
  return ACCOUNTS[role].address
}

export const NATIVE = zeroAddress
export const FEE_BPS = 1000n
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

export function domainOf({ chain, escrow }: World): Domain {
  return { name: "RentalEscrow", version: "1", chainId: chain.id, verifyingContract: escrow.address }
}

export function cost(offer: Offer, seconds: bigint): bigint {
  return (offer.pricePerHour * seconds) / HOUR
}

/** The escrow with its markets, everyone funded, and the host's signer named. */
export interface World {
  readonly chain: Chain
  readonly escrow: Contract
  readonly token: Contract
  call(role: Role, name: string, args: readonly unknown[], value?: bigint): Call
  /** Sends what must succeed. */
  must(call: Call, at?: bigint): Promise<Extract<Outcome, { ok: true }>>
  sign(offer: Offer): Promise<Hex>
  deposit(rental: Rental, duration: bigint, at: bigint): Promise<void>
  offer(changes?: Partial<Offer>): Offer
  idOf(rental: Rental): Promise<Hex>
  exitAt(rental: Rental): Promise<bigint>
}

export async function openWorld(chainId = 137): Promise<World> {
  const chain = await openChain(chainId)
  const escrow = await chain.deploy("RentalEscrow", [addressOf("owner"), addressOf("guardian"), addressOf("treasury")])
  const token = await chain.deploy("FreezableToken", [])

  const world: World = {
    chain,
    escrow,
    token,
    call: (role, name, args, value) => callOf(escrow, addressOf(role), name, args, value),
    async must(call, at) {
      const outcome = await chain.send(call, at)
      if (!outcome.ok) throw new Error(`refused: ${outcome.error}`)
      return outcome
    },
    sign: (offer) => ACCOUNTS.signer.signTypedData(typedOffer(offer, domainOf(world))),
    async deposit(rental, duration, at) {
      const value = rental.offer.token === NATIVE ? cost(rental.offer, duration) : 0n
      const args = [rental, duration, await world.sign(rental.offer), NO_PERMIT]
      await world.must(world.call("payer", "deposit", args, value), at)
    },
    offer: (changes = {}) => ({ ...OFFER, token: token.address, ...changes }),
    idOf: async (rental) => (await chain.read(escrow, "idOf", [rental])) as Hex,
    exitAt: async (rental) => (await chain.read(escrow, "exitAt", [rental])) as bigint,
  }

  for (const role of ROLES) {
    const from = addressOf(role)
    await chain.fund(from)
    await world.must(callOf(token, from, "mint", [from, 10n ** 24n]), role === "payer" ? T0 : undefined)
    await world.must(callOf(token, from, "approve", [escrow.address, 2n ** 256n - 1n]))
  }
  for (const market of [token.address, NATIVE]) {
    await world.must(world.call("owner", "setMarket", [market, addressOf("arbiter"), FEE_BPS, true]))
    await world.must(
      world.call("host", "fundBond", [market, OFFER.bond * 5n], market === NATIVE ? OFFER.bond * 5n : 0n),
    )
  }
  await world.must(world.call("host", "setSigner", [addressOf("signer")]))
  return world
}
