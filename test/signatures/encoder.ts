import { concat, type Hex, keccak256, numberToHex, padHex, stringToHex } from "viem"

import type { Mandate } from "../support/mandate.ts"
import type { Domain, Offer } from "../support/offer.ts"

/** The type as the protocol page lists it, in the spelling of EIP-712's `encodeType`. */
const OFFER_TYPE =
  "Offer(address host,address payee,address operator,address renter,address token,address arbiter," +
  "uint96 pricePerHour,uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,uint32 challengeWindow," +
  "uint32 nonce,uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,bytes32 machine,bytes32 spec)"
const MANDATE_TYPE =
  "Mandate(address renter,bytes32 rentalId,uint96 maxTotal,uint32 step,uint32 extendBefore,uint96 maxTip," +
  "uint40 expiry,uint32 epoch,bytes32 salt)"
const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"

/** `hashStruct(s) = keccak256(typeHash ‖ encodeData(s))`: every member of an offer is atomic, so one word each. */
export function structHashOf(offer: Offer): Hex {
  return keccak256(
    concat([
      typeHash(OFFER_TYPE),
      word(offer.host),
      word(offer.payee),
      word(offer.operator),
      word(offer.renter),
      word(offer.token),
      word(offer.arbiter),
      word(offer.pricePerHour),
      word(offer.bond),
      word(offer.minDuration),
      word(offer.maxDuration),
      word(offer.startWindow),
      word(offer.challengeWindow),
      word(offer.nonce),
      word(offer.epoch),
      word(offer.expiry),
      word(offer.maxFeeBps),
      word(offer.rolling ? 1n : 0n),
      offer.machine,
      offer.spec,
    ]),
  )
}

export function digestOf(offer: Offer, domain: Domain): Hex {
  return digestUnder(domain, structHashOf(offer))
}

export function digestOfMandate(mandate: Mandate, domain: Domain): Hex {
  const structHash = keccak256(
    concat([
      typeHash(MANDATE_TYPE),
      word(mandate.renter),
      mandate.rentalId,
      word(mandate.maxTotal),
      word(mandate.step),
      word(mandate.extendBefore),
      word(mandate.maxTip),
      word(mandate.expiry),
      word(mandate.epoch),
      mandate.salt,
    ]),
  )
  return digestUnder(domain, structHash)
}

/** `keccak256("\x19\x01" ‖ domainSeparator ‖ hashStruct(message))`. */
export function digestUnder(domain: Domain, structHash: Hex): Hex {
  const separator = keccak256(
    concat([
      typeHash(DOMAIN_TYPE),
      typeHash(domain.name),
      typeHash(domain.version),
      word(BigInt(domain.chainId)),
      word(domain.verifyingContract),
    ]),
  )
  return keccak256(concat(["0x1901", separator, structHash]))
}

/** Hash of a text: of a type, and of a string member. */
function typeHash(text: string): Hex {
  return keccak256(stringToHex(text))
}

/** 32 bytes, big-endian. */
function word(value: bigint | Hex): Hex {
  return padHex(typeof value === "bigint" ? numberToHex(value) : value, { size: 32 })
}
