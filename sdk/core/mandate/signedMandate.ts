// A signed mandate as it travels: versioned JSON with all that a keeper needs to check and to execute it.
import type { Address } from "../../types.ts"
import { assertInput, InvalidInputError } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import type { Codec } from "../port.ts"
import { assertRental, readRental, rentalFaults, rentalToJson } from "../rentalJson.ts"
import {
  fieldFaults,
  isChainId,
  isObject,
  type JsonFault,
  type JsonObject,
  readJson,
  readStruct,
  typesOf,
  unreadableMessage,
  versionFaults,
  writeStruct,
} from "../strictJson.ts"
import { assertMandate, type Mandate, mandateFields, type SignedMandate } from "./mandate.ts"

/** A field of a text that is not a signed mandate, and what is wrong with it. */
export type MandateFault = JsonFault

/** A text is not a signed mandate. `faults` has every field that is wrong. */
export class MandateUnreadableError extends EscrowError<
  "MandateUnreadable",
  { readonly faults: readonly MandateFault[] }
> {
  constructor(args: MandateUnreadableError["args"], options?: ErrorOptions) {
    super("MandateUnreadable", unreadableMessage("mandate", "renter", args.faults), args, options)
  }
}

export const MANDATE_VERSION = 1

/** Options of `serializeMandate`. */
export type SerializeMandateOptions = {
  /** Spaces to indent with. Default: everything on one line. */
  readonly indent?: number | undefined
}

export function serializeMandate(
  codec: Codec,
  signed: SignedMandate,
  { indent }: SerializeMandateOptions = {},
): string {
  const { chainId, escrow, mandateContract, mandate, signature, rental, permit } = signed
  if (!isChainId(chainId)) throw new InvalidInputError({ field: "chainId", value: chainId, expected: "a whole number" })
  assertInput(codec, { name: "escrow", type: "address" }, escrow)
  assertInput(codec, { name: "mandateContract", type: "address" }, mandateContract)
  assertMandate(codec, mandate)
  assertInput(codec, { name: "signature", type: "bytes" }, signature)
  assertRental(codec, "rental", rental)
  if (permit !== undefined) assertInput(codec, { name: "permit", type: "bytes" }, permit)
  const json = {
    version: MANDATE_VERSION,
    chainId,
    escrow,
    mandateContract,
    mandate: writeStruct(mandateFields, mandate),
    signature,
    rental: rentalToJson(rental),
    ...(permit === undefined ? {} : { permit }),
  }
  return JSON.stringify(json, null, indent)
}

export function parseMandate(codec: Codec, text: string): SignedMandate {
  const { chainId, escrow, mandateContract, mandate, signature, rental, permit } = readJson<SignedJson>(text, {
    faultsOf: (json) => faultsOf(codec, json),
    unreadable: MandateUnreadableError,
  })
  return {
    chainId,
    escrow: codec.checksum(escrow),
    mandateContract: codec.checksum(mandateContract),
    mandate: readStruct(codec, mandateFields, mandate) as Mandate,
    signature,
    rental: readRental(codec, rental),
    ...(permit === undefined ? {} : { permit }),
  }
}

type SignedJson = Omit<SignedMandate, "mandate" | "rental"> & {
  readonly escrow: Address
  readonly mandate: JsonObject
  readonly rental: JsonObject
}

function* faultsOf(codec: Codec, json: unknown): Generator<MandateFault> {
  const what = "a signed mandate"
  if (!isObject(json)) return yield { field: "", problem: "must be an object in braces" }
  yield* versionFaults(json, MANDATE_VERSION)
  const types = {
    chainId: "chainId",
    escrow: "address",
    mandateContract: "address",
    mandate: "object",
    signature: "bytes",
    rental: "object",
    ...(json["permit"] === undefined ? {} : { permit: "bytes" }),
  }
  yield* fieldFaults(codec, json, { types, others: ["version", "permit"], what })
  if (isObject(json["mandate"]))
    yield* fieldFaults(codec, json["mandate"], { types: typesOf(mandateFields), prefix: "mandate.", what })
  yield* rentalFaults(codec, json["rental"], "rental", what)
}
