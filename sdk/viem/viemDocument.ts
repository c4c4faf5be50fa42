import {
  canonicalDocument as coreCanonicalDocument,
  hashMachineDocument as coreHashMachineDocument,
  hashMachineName as coreHashMachineName,
  parseDocument as coreParseDocument,
  type DocumentHashes,
  type MachineDocument,
} from "../core/offer/machineDocument.ts"
import {
  offerRemovalTypedData as coreOfferRemovalTypedData,
  type OfferRemovalTypedDataParameters,
} from "../core/offer/offerRemoval.ts"
import type { TypedData } from "../core/port.ts"
import type { Hash } from "../types.ts"
import { codec } from "./viemCodec.ts"

/**
 * Reads a machine's document: what a host promises about it, as the command line writes it. Texts lose the spaces around
 * them and get one form of each character.
 *
 * @example
 * import { parseDocument } from "@gpuflow/escrow/offer"
 *
 * const read = (text: string) => parseDocument(JSON.parse(text))
 *
 * @param value The parsed JSON
 * @returns The document
 * @throws {InvalidDocumentError} for anything else. `args.faults` has every field that is wrong
 */
export function parseDocument(value: unknown): MachineDocument {
  return coreParseDocument(value)
}

/**
 * Returns a machine's document in the form that is hashed: JSON with sorted keys and without spaces.
 *
 * @example
 * import { canonicalDocument, parseDocument } from "@gpuflow/escrow/offer"
 *
 * const publish = (json: unknown) => fetch("/documents", { method: "PUT", body: canonicalDocument(parseDocument(json)) })
 *
 * @param document The document
 * @returns JSON
 */
export function canonicalDocument(document: MachineDocument): string {
  return coreCanonicalDocument(document)
}

/**
 * Computes the two hashes of an offer that follow from a machine's document.
 *
 * @example
 * import { hashMachineDocument, type Offer, parseDocument } from "@gpuflow/escrow/offer"
 *
 * const isPromised = (offer: Offer, json: unknown) => hashMachineDocument(parseDocument(json)).spec === offer.spec
 *
 * @param document The document
 * @returns The machine's id, and the hash of the document
 */
export function hashMachineDocument(document: MachineDocument): DocumentHashes {
  return coreHashMachineDocument(codec, document)
}

/**
 * Computes a machine's id from the host's name for it.
 *
 * @example
 * import { hashMachineName } from "@gpuflow/escrow/offer"
 *
 * const machine = hashMachineName("rack 3, slot 2")
 *
 * @param name The host's name for the machine
 * @returns 32 bytes
 */
export function hashMachineName(name: string): Hash {
  return coreHashMachineName(codec, name)
}

/**
 * Returns what a host, or its signer, signs to remove a machine's offer from a board: EIP-712 typed data for the boards
 * of one escrow on one chain. A board also remembers the removed offer, so that no one can publish it again.
 *
 * @example
 * import { type OfferRemoval, offerRemovalTypedData } from "@gpuflow/escrow/offer"
 *
 * const toSign = (removal: OfferRemoval) => offerRemovalTypedData({ escrow: "0x…", chainId: 137, removal })
 *
 * @returns The domain, types and message, as wallets take them
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function offerRemovalTypedData(parameters: offerRemovalTypedData.Parameters): TypedData {
  return coreOfferRemovalTypedData(codec, parameters)
}

export declare namespace offerRemovalTypedData {
  type Parameters = OfferRemovalTypedDataParameters
}
