import type { ErrorArgs, ErrorName } from "../abiTypes.ts"

/** Marks this SDK's errors, also those of another copy of it in the same program. */
export const errorBrand: unique symbol = /* @__PURE__ */ Symbol.for("RentalEscrow.EscrowError")

/**
 * What every error of this SDK is: `code` says which, `args` holds what was given and expected, `cause` what led to it.
 * Tell them apart by `code`, after `isEscrowError`.
 */
export abstract class EscrowError<code extends string = string, args extends object = object> extends Error {
  readonly [errorBrand] = true
  override readonly name: `${code}Error`
  /** Stable: a contract error's name in Solidity, or this SDK's own word. */
  readonly code: code
  readonly args: args

  constructor(code: code, sentence: string, args: args, options?: ErrorOptions) {
    const given = Object.entries(args).map(([name, value]) => `${name}: ${print(value)}`)
    super(given.length > 0 ? `${sentence} (${given.join(", ")})` : sentence, options)
    this.name = `${code}Error`
    this.code = code
    this.args = args
  }
}

function print(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value)
}

/** What a revert of the contract becomes: `code` is the error's name in Solidity, `args` its arguments by name. */
export abstract class RevertError<name extends ErrorName = ErrorName> extends EscrowError<name, ErrorArgs<name>> {}
