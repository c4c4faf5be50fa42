import { hashOfferFunction } from "../../generated/abiItems.ts"
import { structs } from "../../generated/structs.ts"
import type { Hex, Offer } from "../../types.ts"
import { assertArgs } from "../codec.ts"
import { structFields } from "../parseAbi.ts"
import type { Codec } from "../port.ts"

/** The fields of an offer, in their order. */
export const offerFields = /* @__PURE__ */ structFields(structs.Offer)

/** The offer as a type of EIP-712. */
export const offerTypes = { Offer: offerFields }

export function hashOffer(codec: Codec, offer: Offer): Hex {
  assertArgs(codec, hashOfferFunction, [offer])
  return codec.hashStruct({ types: offerTypes, primaryType: "Offer", message: offer })
}
