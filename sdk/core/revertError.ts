import type { ErrorArgs, ErrorName } from "../abiTypes.ts"
import { RevertError } from "./escrowError.ts"

/** The class of any contract error. */
export type RevertClass = {
  new (...args: never): Error
  /** The error's name in Solidity. */
  readonly code: string
  /** Its parameters as Solidity writes them. */
  readonly inputs: string
}

/**
 * The class of one contract error. It is exported so that declarations name it: spelled out, they would import the error
 * from the entry on viem, which a project on ethers does not have.
 */
export type RevertClassOf<name extends string, args extends object> = {
  new (args: args, options?: ErrorOptions): RevertError<name, args>
  readonly code: name
  readonly inputs: string
}

/**
 * Makes the class of a contract error. It has the signature that reverts are decoded with, so that the name and the
 * sentence stand in a bundle once. The arguments of an error of another contract than the escrow are passed as a type.
 */
export function revertError<const name extends string, args extends object = ErrorArgs<Extract<name, ErrorName>>>(
  name: name,
  sentence: string,
  inputs = "",
): RevertClassOf<name, args> {
  return class extends RevertError<name, args> {
    static readonly code = name
    static readonly inputs = inputs

    constructor(args: args, options?: ErrorOptions) {
      super(name, sentence, args, options)
    }
  }
}
