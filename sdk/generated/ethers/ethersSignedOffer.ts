// Written by `npm run generate`. Do not edit.

import {
  offerLink as coreOfferLink,
  offerQrText as coreOfferQrText,
  parseOfferLink as coreParseOfferLink,
} from "../../core/offer/offerLink.ts"
import {
  parseOffer as coreParseOffer,
  serializeOffer as coreSerializeOffer,
  type SerializeOfferOptions,
  type SignedOffer,
} from "../../core/offer/signedOffer.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Returns a signed offer as JSON, with its version, chain and escrow, as the command line writes it. Whole numbers of the
 * offer are decimal strings. `schemas/offer.schema.json` of this package describes it.
 *
 * @example
 * import { type SignedOffer, serializeOffer } from "@gpuflow/escrow/ethers"
 *
 * const publish = (signed: SignedOffer) => fetch("/offers", { method: "POST", body: serializeOffer(signed) })
 *
 * @param signed The offer with its signature, chain and escrow
 * @param options How to write it
 * @returns JSON
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function serializeOffer(signed: SignedOffer, options?: SerializeOfferOptions): string {
  return coreSerializeOffer(codec, signed, options)
}

/**
 * Reads a signed offer. Every field must be there in its one form, and no other field may be. Addresses get the capital
 * letters of ERC-55. The signature is not checked: pass the offer to `checkOffer`, and compare its chain and escrow with
 * yours.
 *
 * @example
 * import { parseOffer } from "@gpuflow/escrow/ethers"
 *
 * const read = async (url: string) => parseOffer(await (await fetch(url)).text())
 *
 * @param text The JSON
 * @returns The offer with its signature, chain and escrow
 * @throws {OfferUnreadableError} for anything else. `args.faults` has every field that is wrong
 */
export function parseOffer(text: string): SignedOffer {
  return coreParseOffer(codec, text)
}

/**
 * Returns a link that contains a signed offer. It is in the part after `#`, which browsers do not send to a server.
 *
 * @example
 * import { offerLink, type SignedOffer } from "@gpuflow/escrow/ethers"
 *
 * const share = (signed: SignedOffer) => offerLink("https://example.com/rent", signed)
 *
 * @param base The page's URL, without a fragment
 * @param signed The offer with its signature, chain and escrow
 * @returns The link: the base and 454 characters, more with a document
 * @throws {InvalidInputError} for a field that its type cannot hold, and for a base with a fragment
 */
export function offerLink(base: string, signed: SignedOffer): string {
  return coreOfferLink(codec, base, signed)
}

/**
 * Reads a signed offer from its link, or from the text of its QR code, by the checks of `parseOffer`.
 *
 * @example
 * import { parseOfferLink } from "@gpuflow/escrow/ethers"
 *
 * const signed = () => parseOfferLink(location.href)
 *
 * @param text The link, or the QR code's text
 * @returns The offer with its signature, chain and escrow
 * @throws {OfferUnreadableError} for anything else
 */
export function parseOfferLink(text: string): SignedOffer {
  return coreParseOfferLink(codec, text)
}

/**
 * Returns the text of a QR code with a signed offer. With a base, it is the offer's link, which any camera opens: 454
 * characters and the base fit version 17 at level M, or 15 at level L. Without a base, it is for your own scanner: 511
 * characters of the alphanumeric mode fit version 14 at level M, or 12 at level L. A text never exceeds version 40.
 *
 * @example
 * import { offerQrText, type SignedOffer } from "@gpuflow/escrow/ethers"
 *
 * const text = (signed: SignedOffer) => offerQrText(signed, "https://example.com/rent")
 *
 * @param signed The offer with its signature, chain and escrow
 * @param base The page's URL, without a fragment. Default: the text is not a link
 * @returns The text
 * @throws {InvalidInputError} if the document is too long for a QR code
 */
export function offerQrText(signed: SignedOffer, base?: string): string {
  return coreOfferQrText(codec, signed, base)
}
