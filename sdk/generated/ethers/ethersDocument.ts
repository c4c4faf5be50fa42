// Written by `npm run generate`. Do not edit.

import type { MachineDocument } from "../../core/machine/machineDocument.ts"
import {
  hashMachineDocument as coreHashMachineDocument,
  hashMachineName as coreHashMachineName,
  type DocumentHashes,
} from "../../core/offer/hashDocument.ts"
import type { Hash } from "../../types.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Computes the two hashes of an offer that follow from a machine's document.
 *
 * @example
 * import { parseDocument } from "@gpuflow/escrow/machine"
 * import { hashMachineDocument, type Offer } from "@gpuflow/escrow/ethers"
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
 * import { hashMachineName } from "@gpuflow/escrow/ethers"
 *
 * const machine = hashMachineName("rack 3, slot 2")
 *
 * @param name The host's name for the machine
 * @returns 32 bytes
 */
export function hashMachineName(name: string): Hash {
  return coreHashMachineName(codec, name)
}
