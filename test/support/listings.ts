// Offers as a board keeps them, without a chain: of an hour at most, by their hosts' own keys.
import { type Address, type Hex, zeroAddress } from "viem"
import { type Listing, listingOf } from "../../server/board/listing.ts"
import type { Offer } from "./offer.ts"

interface Parts {
  /** Stands for the machine, its description, and the offer's hash. */
  readonly machine: Hex
  readonly host: Address
  readonly token: Address
  /** When it came, among the others. */
  readonly number: number
  readonly terms?: Partial<Offer>
  readonly isByContract?: boolean | undefined
  readonly hardware?: Listing["hardware"]
  readonly state?: Listing["state"] | undefined
}

export function makeListing({ machine, host, token, number, terms, isByContract, hardware, state }: Parts): Listing {
  const offer: Offer = {
    host,
    payee: host,
    operator: zeroAddress,
    renter: zeroAddress,
    token,
    arbiter: zeroAddress,
    pricePerHour: 1_000_000n,
    bond: 0n,
    minDuration: 1n,
    maxDuration: 3_600n,
    startWindow: 0n,
    challengeWindow: 0n,
    nonce: 0n,
    epoch: 0n,
    expiry: 1_000n,
    maxFeeBps: 0n,
    rolling: false,
    machine,
    spec: machine,
    ...terms,
  }
  return listingOf(offer, {
    hash: machine,
    sequence: number,
    receivedAt: 0,
    claim: number,
    recovered: host,
    contract: isByContract ? { offer, hostSignature: "0x" } : undefined,
    hardware,
    state: state ?? "free",
    reason: null,
    freeAt: 0,
    freeBond: 0n,
  })
}
