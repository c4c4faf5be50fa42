import { revertErrors } from "../generated/revertErrors.ts"
import type { Hex } from "../types.ts"
import { namedFromAbi } from "./codec.ts"
import { type EscrowError, errorBrand } from "./escrowError.ts"
import { hasFields } from "./hasFields.ts"
import { errorItem, signatureHash } from "./parseAbi.ts"
import type { AbiItem, Codec } from "./port.ts"
import type { RevertClass } from "./revertError.ts"

type Known = ReadonlyMap<string, { readonly item: AbiItem; readonly Class: RevertClass }>

/** The errors of a contract by their selectors, which are computed on first use. */
const selectors = new WeakMap<readonly RevertClass[], Known>()

/** Returns the contract's error behind a library's error, or the library's error itself. */
export function toEscrowError(codec: Codec, cause: unknown): unknown {
  if (hasEscrowBrand(cause)) return cause
  for (const data of revertDataIn(cause)) {
    const found = decode(codec, data, cause) ?? decodeInner(codec, data, cause)
    if (found) return found
  }
  return cause
}

function decode(codec: Codec, data: Hex, cause: unknown): Error | undefined {
  for (const errors of [codec.errors, revertErrors]) {
    const found = errors && selectorsOf(codec, errors).get(data.slice(0, 10).toLowerCase())
    if (!found) continue
    const { inputs } = found.item
    try {
      return construct(found.Class, namedFromAbi(inputs, codec.decode(inputs, `0x${data.slice(10)}`)), cause)
    } catch {}
  }
  return undefined
}

function selectorsOf(codec: Codec, errors: readonly RevertClass[]): Known {
  const known = selectors.get(errors)
  if (known) return known
  const items = new Map(
    errors.map((Class) => {
      const item = errorItem(Class.code, Class.inputs)
      return [signatureHash(codec, item).slice(0, 10), { item, Class }]
    }),
  )
  selectors.set(errors, items)
  return items
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
  return hasFields(error) && errorBrand in error
}

/** The arguments were decoded with the ABI that the class's types come from. */
function construct(Class: RevertClass, args: object, cause: unknown): Error {
  return Reflect.construct(Class, [args, { cause }])
}

/** The fields in which libraries, wallets and nodes put the error that they wrap. */
const wrappers = ["cause", "info", "error", "originalError", "data"] as const
/** The fields with an answer's body, or with the node's own words. A library's `message` repeats the request. */
const texts = ["body", "responseBody", "responseText", "details", "message"] as const
/** In the data of Ganache's errors, also under the transaction's hash. */
const ganache = ["result", "return"] as const

/** The innermost revert data, `0x` included. */
export function revertData(error: unknown): Hex | undefined {
  const found = [...revertDataIn(error)]
  return found.find((data) => data !== "0x") ?? found[0]
}

/** Everything that can only be revert data, the innermost first. */
function* revertDataIn(error: unknown, seen = new Set<object>()): Generator<Hex> {
  if (typeof error === "string") yield* isHex(error) ? [error] : revertDataInText(error, seen)
  // Some errors name themselves as their cause.
  if (!hasFields(error) || seen.has(error)) return
  seen.add(error)
  for (const name of wrappers) yield* revertDataIn(Reflect.get(error, name), seen)
  yield* revertDataOfGanache(Reflect.get(error, "data"))
  yield* [Reflect.get(error, "raw")].filter(isHex)
  for (const name of texts) {
    const text: unknown = Reflect.get(error, name)
    if (typeof text !== "string" || (name === "message" && "shortMessage" in error)) continue
    yield* revertDataInText(text, seen)
  }
}

function* revertDataOfGanache(data: unknown): Generator<Hex> {
  if (!hasFields(data)) return
  const places = [data, ...Object.entries(data).flatMap(([key, value]) => (isHex(key) ? [Object(value)] : []))]
  for (const place of places) yield* ganache.map((name) => Reflect.get(place, name)).filter(isHex)
}

/** "Reverted 0x…" and the like. Addresses and hashes have another length than a selector and its words. */
const REVERTED = /\brevert(?:ed)?\b[^{}]{0,80}?\b(0x[\da-f]{8,})/gi

function* revertDataInText(text: string, seen: Set<object>): Generator<Hex> {
  if (text.startsWith("{")) {
    const body = parseJson(text)
    // An answer's `result` is not an error.
    yield* revertDataIn(Reflect.get(body, "error") ?? Reflect.get(body, "data"), seen)
    return
  }
  for (const [, data] of text.matchAll(REVERTED)) {
    if (isHex(data) && (data.length - 2) % WORD === SELECTOR) yield data
  }
}

function parseJson(text: string): object {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

function isHex(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[\da-f]*$/i.test(value)
}
