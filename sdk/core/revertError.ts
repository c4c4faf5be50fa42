import type { ErrorArgs, ErrorName } from "../abiTypes.ts"
import { RevertError } from "./escrowError.ts"

/** The class of a contract error. */
export type RevertClass<name extends ErrorName = ErrorName> = {
  new (args: ErrorArgs<name>, options?: ErrorOptions): RevertError<name>
  /** The error's name in Solidity. */
  readonly code: name
  /** Its parameters as Solidity writes them. */
  readonly inputs: string
}

/**
 * Makes the class of a contract error. It has the signature that reverts are decoded with, so that the name and the
 * sentence stand in a bundle once.
 */
export function revertError<const name extends ErrorName>(
  name: name,
  sentence: string,
  inputs = "",
): RevertClass<name> {
  return class extends RevertError<name> {
    static readonly code = name
    static readonly inputs = inputs

    constructor(args: ErrorArgs<name>, options?: ErrorOptions) {
      super(name, sentence, args, options)
    }
  }
}
