// Written by `npm run generate`. Do not edit.

import { hashDocument as coreHashDocument } from "../../core/offer/hashDocument.ts"
import { hashOffer as coreHashOffer } from "../../core/offer/hashOffer.ts"
import {
  offerFromJson as coreOfferFromJson,
  offerToJson as coreOfferToJson,
  type OfferJson,
} from "../../core/offer/offerJson.ts"
import {
  isSignedBy as coreIsSignedBy,
  offerTypedData as coreOfferTypedData,
  type IsSignedByParameters,
  type OfferTypedDataParameters,
} from "../../core/offer/offerTypedData.ts"
import type { TypedData } from "../../core/port.ts"
import type { Hex, Offer } from "../../types.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Returns what a host's signer signs: the offer as EIP-712 typed data of one escrow on one chain.
 *
 * @example
 * import { type Offer, offerTypedData } from "@gpuflow/escrow/ethers"
 * import { TypedDataEncoder } from "ethers"
 *
 * declare const offer: Offer // from `buildOffer`
 *
 * const { domain, types, message } = offerTypedData({ escrow: "0x…", chainId: 137, offer })
 * const digest = TypedDataEncoder.hash(domain, { Offer: [...(types["Offer"] ?? [])] }, message)
 *
 * @returns The domain, types and message, as wallets take them
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function offerTypedData(parameters: offerTypedData.Parameters): TypedData {
  return coreOfferTypedData(codec, parameters)
}

export declare namespace offerTypedData {
  type Parameters = OfferTypedDataParameters
}

/**
 * Computes the offer's EIP-712 struct hash. It is the same for every chain and escrow.
 *
 * @example
 * import { hashOffer, type Offer } from "@gpuflow/escrow/ethers"
 *
 * const name = (offer: Offer) => hashOffer(offer)
 *
 * @param offer The offer
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function hashOffer(offer: Offer): Hex {
  return coreHashOffer(codec, offer)
}

/**
 * Checks whether a key signed the offer, by the contract's rule: 65 bytes with a low `s`. For contracts that sign
 * (ERC-1271), use `verifyOffer`.
 *
 * @example
 * import { isSignedBy, type Offer } from "@gpuflow/escrow/ethers"
 *
 * const check = (offer: Offer) =>
 *   isSignedBy({ escrow: "0x…", chainId: 137, offer, hostSignature: "0x…", signer: offer.host })
 *
 * @returns Whether the contract would accept the signature as this key's
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function isSignedBy(parameters: isSignedBy.Parameters): Promise<boolean> {
  return coreIsSignedBy(codec, parameters)
}

export declare namespace isSignedBy {
  type Parameters = IsSignedByParameters
}

/**
 * Returns an offer as JSON can hold it: whole numbers as decimal strings. Send it with its signature, and read it with
 * `offerFromJson`.
 *
 * @example
 * import { type Offer, offerToJson } from "@gpuflow/escrow/ethers"
 *
 * const publish = (offer: Offer, hostSignature: string) => JSON.stringify({ offer: offerToJson(offer), hostSignature })
 *
 * @param offer The offer
 * @returns A plain object
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function offerToJson(offer: Offer): OfferJson {
  return coreOfferToJson(codec, offer)
}

/**
 * Reads an offer that came as JSON. Its fields are checked, its signature is not.
 *
 * @example
 * import { offerFromJson } from "@gpuflow/escrow/ethers"
 *
 * const read = (text: string) => offerFromJson(JSON.parse(text).offer)
 *
 * @param json The parsed JSON
 * @returns The offer, without fields that an offer does not have
 * @throws {InvalidInputError} for a field that is missing, or that its type cannot hold
 */
export function offerFromJson(json: unknown): Offer {
  return coreOfferFromJson(codec, json)
}

/**
 * Computes the hash of a machine's description, as an offer's `spec` holds it: Keccak-256 of the canonical JSON (RFC 8785).
 *
 * @example
 * import { hashDocument } from "@gpuflow/escrow/ethers"
 *
 * const spec = hashDocument({ gpu: { model: "NVIDIA H100 80GB HBM3", count: 8 } })
 *
 * @param document The description
 * @returns 32 bytes
 * @throws {InvalidInputError} for what JSON cannot hold, and for more than 32 levels
 */
export function hashDocument(document: Readonly<Record<string, unknown>>): Hex {
  return coreHashDocument(codec, document)
}
