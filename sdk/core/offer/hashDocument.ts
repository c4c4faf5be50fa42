// The hash of a description: of its canonical JSON, so that every program computes the same.
import type { Hash, Hex } from "../../types.ts"
import { canonicalJson } from "../canonicalJson.ts"
import { InvalidInputError } from "../codec.ts"
import type { MachineDocument } from "../machine/machineDocument.ts"
import type { Codec } from "../port.ts"
import { isObject } from "../strictJson.ts"

export function hashDocument(codec: Codec, document: Readonly<Record<string, unknown>>): Hex {
  if (!isObject(document)) {
    throw new InvalidInputError({ field: "document", value: document, expected: "an object" })
  }
  return codec.keccak256(utf8(canonicalJson(document, "document")))
}

/** The two hashes of an offer that follow from a machine's document. */
export type DocumentHashes = {
  /** The machine's id, from its name. */
  readonly machine: Hash
  /** The hash of the whole document. */
  readonly spec: Hash
}

export function hashMachineDocument(codec: Codec, document: MachineDocument): DocumentHashes {
  return { machine: hashMachineName(codec, document.name), spec: hashDocument(codec, document) }
}

export function hashMachineName(codec: Codec, name: string): Hash {
  return codec.keccak256(utf8(name.trim().normalize("NFC")))
}

function utf8(text: string): Hex {
  const digits = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0"))
  return `0x${digits.join("")}`
}
