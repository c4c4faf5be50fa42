// Documents of machines: kept by their hash, in the one form that is hashed.
import { isEscrowError } from "@gpuflow/escrow"
import { canonicalDocument, type MachineDocument, parseDocument } from "@gpuflow/escrow/machine"
import { hashMachineDocument, type Offer } from "@gpuflow/escrow/offer"
import { Refusal } from "./refusals.ts"
import type { KeptDocument } from "./store.ts"

export interface ReadDocument {
  readonly document: MachineDocument
  readonly kept: KeptDocument
}

/** Reads a document, and compares it with the offer that promises it. Throws a `Refusal`. */
export function readDocument(json: unknown, offer?: Pick<Offer, "spec" | "machine">): ReadDocument {
  const document = parsed(json)
  const { spec, machine } = hashMachineDocument(document)
  if (offer && spec !== offer.spec.toLowerCase())
    throw new Refusal("DocumentMismatch", { spec: offer.spec, hash: spec })
  if (offer && machine !== offer.machine.toLowerCase()) {
    throw new Refusal("WrongMachineName", { machine: offer.machine, hash: machine })
  }
  return { document, kept: { hash: spec, machine, content: canonicalDocument(document) } }
}

function parsed(json: unknown): MachineDocument {
  try {
    return parseDocument(json)
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "InvalidDocument") throw error
    throw new Refusal("InvalidDocument", { message: error.message, faults: error.args.faults })
  }
}
