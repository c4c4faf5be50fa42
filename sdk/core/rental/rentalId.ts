import { idOfFunction } from "../../generated/abiItems.ts"
import type { Hex, Rental } from "../../types.ts"
import { assertArgs } from "../codec.ts"
import { hashOffer } from "../offer/hashOffer.ts"
import type { Codec } from "../port.ts"

const idParameters = [{ type: "bytes32" }, { type: "address" }, { type: "bytes32" }]

export function idOf(codec: Codec, rental: Rental): Hex {
  assertArgs(codec, idOfFunction, [rental])
  return codec.keccak256(codec.encode(idParameters, [hashOffer(codec, rental.offer), rental.renter, rental.salt]))
}
