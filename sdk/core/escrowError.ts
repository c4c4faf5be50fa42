import type { ErrorArgs, ErrorName } from "../abiTypes.ts"
import { hasFields } from "./hasFields.ts"

/** Marks this SDK's errors, including those of another copy of the SDK in the same program. */
export const errorBrand: unique symbol = /* @__PURE__ */ Symbol.for("RentalEscrow.EscrowError")

/**
 * The base of every error of this SDK. `code` identifies the error, `args` holds what was given and expected, and
 * `cause` the error that led to it. Check an error with `isEscrowError`, then compare its `code`. `JSON.stringify` works on
 * every error.
 */
export abstract class EscrowError<code extends string = string, args extends object = object> extends Error {
  readonly [errorBrand] = true
  override readonly name: `${code}Error`
  /** Stable: the contract error's name in Solidity, or the name of an error of this SDK. */
  readonly code: code
  readonly args: args

  constructor(code: code, sentence: string, args: args, options?: ErrorOptions) {
    const given = Object.entries(args).map(([name, value]) => `${name}: ${print(value)}`)
    super(given.length > 0 ? `${sentence} (${given.join(", ")})` : sentence, options)
    this.name = `${code}Error`
    this.code = code
    this.args = args
  }

  /** The error as JSON can hold it: whole numbers as decimal strings, the cause by its name and message. */
  toJSON(): { readonly name: string; readonly code: code; readonly message: string; readonly args: object } {
    const { name, code, message, args, cause } = this
    return {
      name,
      code,
      message,
      args: plain(args) as object,
      ...(cause === undefined ? {} : { cause: cause instanceof EscrowError ? cause.toJSON() : plain(cause) }),
    }
  }
}

function plain(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === "bigint") return String(value)
  if (!hasFields(value)) return value
  if (above.includes(value)) return undefined
  if (value instanceof Error) return { name: value.name, message: value.message }
  const inner = [...above, value]
  if (Array.isArray(value)) return value.map((item) => plain(item, inner))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, inner)]))
}

function print(value: unknown): string {
  return hasFields(value) ? "an object" : String(value)
}

/** A revert of a contract. `code` is the error's name in Solidity, `args` holds its arguments by name. */
export abstract class RevertError<
  name extends string = ErrorName,
  args extends object = name extends ErrorName ? ErrorArgs<name> : never,
> extends EscrowError<name, args> {}
