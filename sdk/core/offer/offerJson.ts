import { hashOfferFunction } from "../../generated/abiItems.ts"
import type { Offer } from "../../types.ts"
import { assertArgs, InvalidInputError } from "../codec.ts"
import { hasFields } from "../hasFields.ts"
import type { Codec } from "../port.ts"
import { offerFields } from "./hashOffer.ts"

/** An offer as JSON can hold it. Whole numbers are decimal strings. */
export type OfferJson = { readonly [field in keyof Offer]: Offer[field] extends bigint ? string : Offer[field] }

export function offerToJson(codec: Codec, offer: Offer): OfferJson {
  assertArgs(codec, hashOfferFunction, [offer])
  const entries = offerFields.map(({ name }) => {
    const value: unknown = Reflect.get(offer, name)
    return [name, typeof value === "bigint" ? String(value) : value]
  })
  return Object.fromEntries(entries)
}

export function offerFromJson(codec: Codec, json: unknown): Offer {
  if (!hasFields(json)) {
    throw new InvalidInputError({ field: "offer", value: json, expected: "an object" })
  }
  const entries = offerFields.map(({ name, type }) => {
    const value: unknown = Reflect.get(json, name)
    return [name, type.startsWith("uint") ? toWhole(value) : value]
  })
  const offer: Offer = Object.fromEntries(entries)
  assertArgs(codec, hashOfferFunction, [offer])
  return offer
}

/** Anything else stays as it is, and is refused by its type. */
function toWhole(value: unknown): unknown {
  const isWhole = typeof value === "string" ? /^\d+$/.test(value) : Number.isSafeInteger(value)
  return isWhole ? BigInt(String(value)) : value
}
