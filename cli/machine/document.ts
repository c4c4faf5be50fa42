// A machine's document that a user has written: what is wrong with it, with the options that set its fields.
import { isEscrowError } from "@gpuflow/escrow"
import { type DocumentFault, type MachineDocument, parseDocument } from "@gpuflow/escrow/machine"
import { UsageError } from "../errors.ts"

/** The options that set a field, by its path. */
type FieldOptions = Readonly<Record<string, string>>

/** `options` are those that set a field, for the error about it. */
export function parseMachineDocument(value: unknown, source: string, options?: FieldOptions): MachineDocument {
  const { document, faults } = readDocument(value)
  if (document) return document
  throw new UsageError(`${source} is not a valid machine document. Correct this:\n${describeFaults(faults, options)}`)
}

/** The document, or what is wrong with it. */
export function readDocument(
  value: unknown,
):
  | { readonly document: MachineDocument; readonly faults?: never }
  | { readonly document?: never; readonly faults: readonly DocumentFault[] } {
  try {
    return { document: parseDocument(value) }
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "InvalidDocument") throw error
    return { faults: error.args.faults }
  }
}

/** A sentence for each field that is wrong, on a line each. */
export function describeFaults(faults: readonly DocumentFault[], options: FieldOptions = {}): string {
  return faults
    .map(({ field, problem, isUnknown }) => {
      if (isUnknown) return `- ${field}: no such field is known. Remove it.`
      const option = options[field]
      return `- ${field || "The document"} ${problem}.${option === undefined ? "" : ` Pass ${option}.`}`
    })
    .join("\n")
}
