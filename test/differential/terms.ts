// Offers and rentals as PROTOCOL section 4 writes them, with their hashes computed from that text alone.
import { type Address, cached, hash, utf8, words } from "./words.ts"

export const CHAIN_ID = 137n

export type Offer = {
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
  readonly machine: string
  readonly spec: string
}

/** One taking of an offer, with its encoding and id worked out once. */
export type Terms = {
  readonly offer: Offer
  readonly renter: Address
  readonly salt: string
  /** ABI words of the whole `Rental`. */
  readonly encoded: string
  readonly offerHash: string
  readonly id: string
}

const OFFER_TYPE =
  "Offer(address host,address payee,address operator,address renter,address token,address arbiter,uint96 pricePerHour," +
  "uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,uint32 challengeWindow,uint32 nonce," +
  "uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,bytes32 machine,bytes32 spec)"
const OFFER_TYPE_HASH = hash(utf8(OFFER_TYPE))
const DOMAIN_TYPE_HASH = hash(
  utf8("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
)

export function terms(offer: Offer, renter: Address, salt: string): Terms {
  const o = offer
  const encodedOffer =
    words(o.host, o.payee, o.operator, o.renter, o.token, o.arbiter, o.pricePerHour, o.bond, o.minDuration) +
    words(o.maxDuration, o.startWindow, o.challengeWindow, o.nonce, o.epoch, o.expiry, o.maxFeeBps, o.rolling) +
    words(o.machine, o.spec)
  const offerHash = hash(OFFER_TYPE_HASH + encodedOffer)
  const taking = words(renter, salt)
  return { offer, renter, salt, encoded: encodedOffer + taking, offerHash, id: hash(offerHash + taking) }
}

/** What a host signs: the offer's digest under one escrow on the chain of the lives. */
export function digest(offerHash: string, escrow: Address): string {
  return hash(`1901${domain(escrow)}${offerHash}`)
}

const domain = cached((escrow) =>
  hash(DOMAIN_TYPE_HASH + hash(utf8("RentalEscrow")) + hash(utf8("1")) + words(CHAIN_ID, escrow)),
)
