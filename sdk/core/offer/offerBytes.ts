// A signed offer in the fewest bytes: the version, the chain, the escrow, the offer's fields in their order, the signature
// with its length, and the machine's document as JSON, if there is one.
import type { Address, Hex, Offer } from "../../types.ts"
import type { Codec } from "../port.ts"
import { isChainId, isObject } from "../strictJson.ts"
import { offerFields } from "./hashOffer.ts"
import { FAULTS, OFFER_VERSION, type SignedOffer, signedOfferToJson, unreadable } from "./signedOffer.ts"

/** A `number` holds no chain id of more bytes. */
const CHAIN_ID = 7
const ADDRESS = 20
const LENGTH = 2

/** Bytes. */
function widthOf(type: string): number {
  if (type === "address") return ADDRESS
  if (type === "bool") return 1
  return type === "bytes32" ? 32 : Number(type.slice("uint".length)) / 8
}

export function toBytes(codec: Codec, signed: SignedOffer): Uint8Array {
  signedOfferToJson(codec, signed)
  const { chainId, escrow, offer, hostSignature, document } = signed
  const signature = hostSignature.slice(2)
  const fields = offerFields.map(({ name, type }) => {
    const value: unknown = Reflect.get(offer, name)
    return typeof value === "string" ? value.slice(2) : digitsOf(BigInt(value as bigint | boolean), widthOf(type))
  })
  const digits = [
    digitsOf(BigInt(OFFER_VERSION), 1),
    digitsOf(BigInt(chainId), CHAIN_ID),
    escrow.slice(2),
    ...fields,
    digitsOf(BigInt(signature.length / 2), LENGTH),
    signature,
  ].join("")
  const text = document === undefined ? "" : JSON.stringify(document)
  return Uint8Array.from([...bytesOf(digits), ...new TextEncoder().encode(text)])
}

/** Reads what `toBytes` wrote. Most values of so many bytes are of their type, so little is left to check. */
export function fromBytes(codec: Codec, bytes: Uint8Array): SignedOffer {
  let place = 0
  const take = (width: number): Hex => {
    if (place + width > bytes.length) throw unreadable("", "is cut off or was changed")
    place += width
    return `0x${hexOf(bytes.subarray(place - width, place))}`
  }
  if (Number(take(1)) !== OFFER_VERSION) throw unreadable("version", FAULTS.version)
  const chainId = Number(take(CHAIN_ID))
  if (!isChainId(chainId)) throw unreadable("chainId", FAULTS.chainId)
  const escrow = codec.checksum(take(ADDRESS))
  const entries: unknown[][] = offerFields.map(({ name, type }) => {
    return [name, fieldOf(codec, { name, type }, take(widthOf(type)))]
  })
  const offer: Offer = Object.fromEntries(entries)
  const hostSignature = take(Number(take(LENGTH)))
  const rest = bytes.subarray(place)
  return { chainId, escrow, offer, hostSignature, ...(rest.length > 0 ? { document: parseDocument(rest) } : {}) }
}

type Field = { readonly name: string; readonly type: string }

function fieldOf(codec: Codec, { name, type }: Field, value: Hex): Address | Hex | bigint | boolean {
  if (type === "address") return codec.checksum(value)
  if (type.startsWith("uint")) return BigInt(value)
  if (type !== "bool") return value
  if (BigInt(value) > 1n) throw unreadable(`offer.${name}`, FAULTS.bool)
  return value === "0x01"
}

function parseDocument(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const document = parseJson(bytes)
  if (!isObject(document)) throw unreadable("document", FAULTS.object)
  return document
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw unreadable("document", "must be JSON")
  }
}

function digitsOf(value: bigint, width: number): string {
  return value.toString(16).padStart(2 * width, "0")
}

function bytesOf(digits: string): number[] {
  return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
