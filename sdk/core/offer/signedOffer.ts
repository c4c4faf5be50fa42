// A signed offer as it travels: versioned JSON with all that a renter needs to check and to take it.
import type { Address, Hex, Offer } from "../../types.ts"
import { assertInput, InvalidInputError } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import type { Codec } from "../port.ts"
import {
  fieldFaults,
  isChainId,
  isObject,
  JSON_FAULTS,
  type JsonFault,
  readJson,
  readStruct,
  typesOf,
  unreadableMessage,
  versionFault,
  versionFaults,
} from "../strictJson.ts"
import { offerFields } from "./hashOffer.ts"
import { offerToJson } from "./offerJson.ts"

/** An offer with its signature, and the chain and the escrow that it was signed for. */
export type SignedOffer = {
  readonly chainId: number
  /** The escrow's address. */
  readonly escrow: Address
  readonly offer: Offer
  readonly hostSignature: Hex
  /** What the host promises about the machine. Its form is the host's; the offer's `spec` is its hash. */
  readonly document?: Readonly<Record<string, unknown>> | undefined
}

/** A field of a text that is not a signed offer, and what is wrong with it. */
export type OfferFault = JsonFault

/** A text is not a signed offer. `faults` has every field that is wrong. */
export class OfferUnreadableError extends EscrowError<"OfferUnreadable", { readonly faults: readonly OfferFault[] }> {
  constructor(args: OfferUnreadableError["args"], options?: ErrorOptions) {
    super("OfferUnreadable", unreadableMessage("offer", "host", args.faults), args, options)
  }
}

export const OFFER_VERSION = 1

/** Options of `serializeOffer`. */
export type SerializeOfferOptions = {
  /** Spaces to indent with. Default: everything on one line. */
  readonly indent?: number | undefined
}

export function serializeOffer(codec: Codec, signed: SignedOffer, { indent }: SerializeOfferOptions = {}): string {
  return JSON.stringify(signedOfferToJson(codec, signed), null, indent)
}

/** The same as an object. */
export function signedOfferToJson(codec: Codec, signed: SignedOffer): object {
  const { chainId, escrow, offer, hostSignature, document } = signed
  if (!isChainId(chainId)) throw new InvalidInputError({ field: "chainId", value: chainId, expected: "a whole number" })
  assertInput(codec, { name: "escrow", type: "address" }, escrow)
  assertInput(codec, { name: "hostSignature", type: "bytes" }, hostSignature)
  if (document !== undefined && !isObject(document))
    throw new InvalidInputError({ field: "document", value: document, expected: "an object" })
  return {
    version: OFFER_VERSION,
    chainId,
    escrow,
    offer: offerToJson(codec, offer),
    hostSignature,
    ...(document === undefined ? {} : { document }),
  }
}

export function parseOffer(codec: Codec, text: string): SignedOffer {
  return readSignedOffer(
    codec,
    readJson<SignedJson>(text, {
      faultsOf: (json) => faultsOf(codec, json),
      unreadable: OfferUnreadableError,
    }),
  )
}

/** Reads a signed offer that is a part of other JSON. */
export function signedOfferFrom(codec: Codec, json: unknown): SignedOffer {
  const faults = [...faultsOf(codec, json)]
  if (faults.length > 0) throw new OfferUnreadableError({ faults })
  return readSignedOffer(codec, json as SignedJson)
}

function readSignedOffer(codec: Codec, json: SignedJson): SignedOffer {
  const { chainId, escrow, offer, hostSignature, document } = json
  return {
    chainId,
    escrow: codec.checksum(escrow),
    offer: readStruct(codec, offerFields, offer) as Offer,
    hostSignature,
    ...(document === undefined ? {} : { document }),
  }
}

export function unreadable(field: string, problem: string): OfferUnreadableError {
  return new OfferUnreadableError({ faults: [{ field, problem }] })
}

/** What is wrong with a value, in JSON and in a link alike. */
export const FAULTS = { ...JSON_FAULTS, version: versionFault(OFFER_VERSION) }

type SignedJson = Omit<SignedOffer, "offer"> & { readonly offer: Readonly<Record<string, unknown>> }

function* faultsOf(codec: Codec, json: unknown): Generator<OfferFault> {
  if (!isObject(json)) return yield { field: "", problem: FAULTS.object }
  yield* versionFaults(json, OFFER_VERSION)
  const types = { chainId: "chainId", escrow: "address", offer: "object", hostSignature: "bytes" }
  // What a program adds that prints an offer was true then, so it is not read.
  const others = ["version", "document", "takeable", "problems"]
  yield* fieldFaults(codec, json, { types, others, what: "a signed offer" })
  if (json["document"] !== undefined && !isObject(json["document"])) yield { field: "document", problem: FAULTS.object }
  if (!isObject(json["offer"])) return
  yield* fieldFaults(codec, json["offer"], { types: typesOf(offerFields), prefix: "offer.", what: "a signed offer" })
}
