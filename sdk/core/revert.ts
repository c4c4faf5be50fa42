import type { ErrorName } from "../abiTypes.ts"
import { errorItems } from "../generated/abiItems.ts"
import { revertErrors } from "../generated/revertErrors.ts"
import type { Hex } from "../types.ts"
import { namedFromAbi } from "./codec.ts"
import { type EscrowError, errorBrand } from "./escrowError.ts"
import { type ErrorItem, signatureHash } from "./parseAbi.ts"
import type { Codec } from "./port.ts"

/** Every error by its selector. The selectors are computed on first use. */
let selectors: ReadonlyMap<string, ErrorItem> | undefined

/** Returns the contract's error behind a library's error, or the library's error itself. */
export function toEscrowError(codec: Codec, cause: unknown): unknown {
  if (hasEscrowBrand(cause)) return cause
  const data = revertData(cause)
  return (data && (decode(codec, data, cause) ?? decodeInner(codec, data, cause))) ?? cause
}

function decode(codec: Codec, data: Hex, cause: unknown): Error | undefined {
  selectors ??= new Map(errorItems.map((error) => [signatureHash(codec, error).slice(0, 10), error]))
  const item = selectors.get(data.slice(0, 10).toLowerCase())
  try {
    return (
      item && construct(item.name, namedFromAbi(item.inputs, codec.decode(item.inputs, `0x${data.slice(10)}`)), cause)
    )
  } catch {
    return undefined
  }
}

/** Digits of a word and of a selector. */
const [WORD, SELECTOR] = [64, 8]

/** Errors of wallets and routers hold the inner error as `bytes`: its length, then its data. */
function decodeInner(codec: Codec, data: Hex, cause: unknown): Error | undefined {
  for (let start = 2 + SELECTOR + WORD; start < data.length; start += SELECTOR) {
    const length = 2 * Number(`0x${data.slice(start - WORD, start)}`)
    if (length % WORD !== SELECTOR || start + length > data.length) continue
    const found = decode(codec, `0x${data.slice(start, start + length)}`, cause)
    if (found) return found
  }
  return undefined
}

export function hasEscrowBrand(error: unknown): error is EscrowError {
  return typeof error === "object" && error !== null && errorBrand in error
}

/** The arguments were decoded with the ABI that the class's types come from. */
function construct(name: ErrorName, args: object, cause: unknown): Error {
  const RevertClass = revertErrors[name] as new (args: object, options: ErrorOptions) => Error
  return new RevertClass(args, { cause })
}

/** The fields in which libraries, wallets and nodes put the error that they wrap. */
const wrappers = ["cause", "info", "error", "originalError", "data"] as const

/** The innermost revert data, `0x` included. */
export function revertData(error: unknown, seen = new Set<object>()): Hex | undefined {
  if (isHex(error)) return error
  // Some errors name themselves as their cause.
  if (typeof error !== "object" || error === null || seen.has(error)) return undefined
  seen.add(error)
  for (const name of wrappers) {
    const found = revertData(Reflect.get(error, name), seen)
    if (found !== undefined) return found
  }
  return [Reflect.get(error, "raw")].find(isHex)
}

function isHex(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[\da-f]*$/i.test(value)
}
