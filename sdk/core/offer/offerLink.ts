// A signed offer as a link and as the text of a QR code.
import { InvalidInputError } from "../codec.ts"
import type { Codec } from "../port.ts"
import { fromBytes, toBytes } from "./offerBytes.ts"
import { OfferUnreadableError, type SignedOffer, unreadable } from "./signedOffer.ts"

const KEY = "offer"
/** How the text of a QR code begins that is not a link. */
const SCHEME = "GPUFLOW:"

/** Characters in a QR code of version 40 at level M, which stands damage to 15 % of it: any characters, or only its 45. */
const MOST = { any: 2_331, alphanumeric: 3_391 }

/** The part after `#` stays in the browser. */
export function offerLink(codec: Codec, base: string, signed: SignedOffer): string {
  if (!URL.canParse(base) || base.includes("#")) {
    throw new InvalidInputError({ field: "base", value: base, expected: "a URL without a fragment" })
  }
  return `${base}#${KEY}=${toBase64Url(toBytes(codec, signed))}`
}

export function offerQrText(codec: Codec, signed: SignedOffer, base?: string): string {
  const text = base === undefined ? `${SCHEME}${toBase45(toBytes(codec, signed))}` : offerLink(codec, base, signed)
  const most = base === undefined ? MOST.alphanumeric : MOST.any
  if (text.length <= most) return text
  throw new InvalidInputError({
    field: "document",
    value: signed.document,
    expected: `an offer of at most ${most} characters, which a QR code can hold; leave out its document`,
  })
}

export function parseOfferLink(codec: Codec, text: string): SignedOffer {
  try {
    return fromBytes(codec, bytesIn(String(text).trim()))
  } catch (error) {
    if (error instanceof OfferUnreadableError) throw error
    throw unreadable("", "is cut off or was changed")
  }
}

function bytesIn(text: string): Uint8Array {
  if (text.startsWith(SCHEME)) return fromBase45(text.slice(SCHEME.length))
  const fragment = text.split("#").slice(1).join("#")
  const value = new URLSearchParams(fragment).get(KEY)
  if (value === null) throw unreadable("", `must be a link that ends with #${KEY}= and the offer`)
  return fromBase64Url(value)
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}

/** There is one text for the same bytes. */
function fromBase64Url(text: string): Uint8Array {
  const known = /^[\w-]*$/.test(text) ? text.replaceAll("-", "+").replaceAll("_", "/") : "!"
  const bytes = Uint8Array.from(atob(known), (letter) => letter.charCodeAt(0))
  if (toBase64Url(bytes) !== text) throw unreadable("", "is cut off or was changed")
  return bytes
}

/** RFC 9285: the characters of a QR code's alphanumeric mode, three for two bytes. */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

function toBase45(bytes: Uint8Array): string {
  const words = Array.from({ length: Math.ceil(bytes.length / 2) }, (_, index) =>
    bytes.subarray(2 * index, 2 * index + 2),
  )
  const texts = words.map(([first = 0, second]) => {
    const [value, length] = second === undefined ? [first, 2] : [256 * first + second, 3]
    return Array.from({ length }, (_, place) => ALPHABET.charAt(Math.floor(value / 45 ** place) % 45)).join("")
  })
  return texts.join("")
}

function fromBase45(text: string): Uint8Array {
  const bytes = (text.match(/.{1,3}/gs) ?? []).flatMap((letters) => {
    const value = [...letters].reduce((sum, letter, place) => sum + ALPHABET.indexOf(letter) * 45 ** place, 0)
    return letters.length === 3 ? [value >> 8, value & 255] : [value]
  })
  const found = Uint8Array.from(bytes)
  if (toBase45(found) !== text) throw unreadable("", "is cut off or was changed")
  return found
}
