// A signed offer as it travels: versioned JSON with all that a renter needs to check and to take it.
import type { Address, Hex, Offer } from "../../types.ts"
import { assertInput, InvalidInputError } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import type { Codec } from "../port.ts"
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
export type OfferFault = {
  /** `offer.nonce`; empty for the whole text. */
  readonly field: string
  /** The end of a sentence that begins with the field: "is missing". */
  readonly problem: string
}

/** A text is not a signed offer. `faults` has every field that is wrong. */
export class OfferUnreadableError extends EscrowError<"OfferUnreadable", { readonly faults: readonly OfferFault[] }> {
  constructor(args: OfferUnreadableError["args"], options?: ErrorOptions) {
    const reasons = args.faults.map(({ field, problem }) => `${field || "The text"} ${problem}.`)
    super(
      "OfferUnreadable",
      `This is not a signed offer. Ask the host for a new one. ${reasons.join(" ")}`,
      args,
      options,
    )
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

/** Longer texts are not read. Characters. */
const LONGEST = 100_000

export function parseOffer(codec: Codec, text: string): SignedOffer {
  if (typeof text !== "string") throw unreadable("", "must be JSON")
  if (text.length > LONGEST) throw unreadable("", `must have at most ${LONGEST} characters`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new OfferUnreadableError({ faults: [{ field: "", problem: "must be JSON" }] }, { cause })
  }
  return readSignedOffer(codec, json)
}

export function unreadable(field: string, problem: string): OfferUnreadableError {
  return new OfferUnreadableError({ faults: [{ field, problem }] })
}

/** What is wrong with a value, in JSON and in a link alike. */
export const FAULTS = {
  version: `must be ${OFFER_VERSION}, the only known version`,
  chainId: "must be a whole number above zero",
  object: "must be an object in braces",
  bool: "must be true or false",
} as const

/** Each field must be there in its one form, and no other. */
function readSignedOffer(codec: Codec, json: unknown): SignedOffer {
  const faults = [...faultsOf(codec, json)]
  if (faults.length > 0) throw new OfferUnreadableError({ faults })
  const { chainId, escrow, offer, hostSignature, document } = json as SignedJson
  const entries = offerFields.map(({ name, type }) => {
    const value: unknown = offer[name]
    if (type === "address") return [name, codec.checksum(String(value))]
    return [name, type.startsWith("uint") ? BigInt(String(value)) : value]
  })
  return {
    chainId,
    escrow: codec.checksum(escrow),
    offer: Object.fromEntries(entries),
    hostSignature,
    ...(document === undefined ? {} : { document }),
  }
}

type SignedJson = Omit<SignedOffer, "offer"> & { readonly offer: Readonly<Record<string, unknown>> }

function* faultsOf(codec: Codec, json: unknown): Generator<OfferFault> {
  if (!isObject(json)) return yield { field: "", problem: FAULTS.object }
  if (json["version"] !== OFFER_VERSION) {
    const problem = json["version"] === undefined ? "is missing" : FAULTS.version
    yield { field: "version", problem }
  }
  const types = { chainId: "chainId", escrow: "address", offer: "object", hostSignature: "bytes" }
  // What a program adds that prints an offer was true then, so it is not read.
  const others = ["version", "document", "takeable", "problems"]
  yield* fieldFaults(codec, json, { types, others })
  if (json["document"] !== undefined && !isObject(json["document"])) yield { field: "document", problem: FAULTS.object }
  if (!isObject(json["offer"])) return
  const offer = { types: Object.fromEntries(offerFields.map(({ name, type }) => [name, type])), others: [] }
  yield* fieldFaults(codec, json["offer"], { ...offer, prefix: "offer." })
}

type Fields = {
  readonly types: Readonly<Record<string, string>>
  readonly others: readonly string[]
  readonly prefix?: string
}

function* fieldFaults(codec: Codec, value: JsonObject, { types, others, prefix = "" }: Fields): Generator<OfferFault> {
  for (const [name, type] of Object.entries(types)) {
    const problem = Object.hasOwn(value, name) ? problemOf(codec, type, value[name]) : "is missing"
    if (problem !== undefined) yield { field: `${prefix}${name}`, problem }
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(types, name) && !others.includes(name))
      yield { field: `${prefix}${name}`, problem: "is not a field of a signed offer" }
  }
}

/** What is wrong with a value of a type. */
function problemOf(codec: Codec, type: string, value: unknown): string | undefined {
  if (type === "chainId") return isChainId(value) ? undefined : FAULTS.chainId
  if (type === "object") return isObject(value) ? undefined : FAULTS.object
  if (type === "bool") return typeof value === "boolean" ? undefined : FAULTS.bool
  const text = typeof value === "string" ? value : ""
  if (type === "address") {
    if (!/^0x[\da-f]{40}$/i.test(text)) return "must be an address of 0x and 40 hexadecimal digits"
    const isRight = text === text.toLowerCase() || text === codec.checksum(text)
    return isRight ? undefined : "has a typing error: its capital letters do not match its digits"
  }
  const bits = /^uint(\d+)$/.exec(type)?.[1]
  if (bits !== undefined) {
    if (!/^(0|[1-9]\d{0,77})$/.test(text)) return "must be a whole number in quotes"
    return BigInt(text) < 2n ** BigInt(bits) ? undefined : `must be below 2^${bits}`
  }
  if (type === "bytes32") return /^0x[\da-f]{64}$/i.test(text) ? undefined : "must be 0x and 64 hexadecimal digits"
  return /^0x([\da-f]{2})*$/i.test(text) ? undefined : "must be 0x and pairs of hexadecimal digits"
}

type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function isChainId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1
}
