// Documents of machines: kept by their hash, in the one form that is hashed.
import { isEscrowError } from "@gpuflow/escrow"
import { canonicalDocument, type MachineDocument, parseDocument } from "@gpuflow/escrow/machine"
import { hashMachineDocument, type Offer } from "@gpuflow/escrow/offer"
import { apply, type BoardContext } from "./boardContext.ts"
import { hardwareOf } from "./listing.ts"
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

/** Keeps a document, and describes the offers by it that promise it. Call it inside the lock. */
export async function keepDocument(context: BoardContext, { document, kept }: ReadDocument): Promise<void> {
  const promised = context.shelf
    .all()
    .filter(({ spec, machine, hardware }) => spec === kept.hash && machine === kept.machine && !hardware)
  const hardware = hardwareOf(document)
  const standings = promised.map((listing) => ({ listing, standing: listing, hardware }))
  await apply(context, { documents: [kept], standings })
}

function parsed(json: unknown): MachineDocument {
  try {
    return parseDocument(json)
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "InvalidDocument") throw error
    throw new Refusal("InvalidDocument", { message: error.message, faults: error.args.faults })
  }
}
