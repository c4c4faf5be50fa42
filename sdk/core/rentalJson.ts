// A rental as JSON can hold it, inside of what is signed around it.
import { structs } from "../generated/structs.ts"
import type { Hex, Rental } from "../types.ts"
import { assertInput } from "./codec.ts"
import { offerFields } from "./offer/hashOffer.ts"
import { parseParameters } from "./parseAbi.ts"
import type { Codec } from "./port.ts"
import {
  fieldFaults,
  isObject,
  type JsonFault,
  type JsonObject,
  readStruct,
  typesOf,
  writeStruct,
} from "./strictJson.ts"

/** Refuses a rental that its types cannot hold. */
export function assertRental(codec: Codec, name: string, rental: Rental): void {
  for (const parameter of parseParameters(`Rental ${name}`, structs)) assertInput(codec, parameter, rental)
}

export function rentalToJson({ offer, renter, salt }: Rental): JsonObject {
  return { offer: writeStruct(offerFields, offer), renter, salt }
}

const RENTAL_TYPES = { offer: "object", renter: "address", salt: "bytes32" }

/** What is wrong with a rental, field by field. */
export function* rentalFaults(codec: Codec, json: unknown, prefix: string, what: string): Generator<JsonFault> {
  if (!isObject(json)) return
  yield* fieldFaults(codec, json, { types: RENTAL_TYPES, prefix: `${prefix}.`, what })
  if (isObject(json["offer"]))
    yield* fieldFaults(codec, json["offer"], { types: typesOf(offerFields), prefix: `${prefix}.offer.`, what })
}

/** Reads a rental whose fields have been checked. */
export function readRental(codec: Codec, json: JsonObject): Rental {
  const { offer, renter, salt } = json as { readonly offer: JsonObject; readonly renter: string; readonly salt: Hex }
  const terms = readStruct(codec, offerFields, offer) as Rental["offer"]
  return { offer: terms, renter: codec.checksum(renter), salt }
}
