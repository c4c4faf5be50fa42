// Signed data as it travels: JSON in which each field must be there in its one form, and no other.
import { hasFields } from "./hasFields.ts"
import type { AbiParameter, Codec } from "./port.ts"

/** A field of a text, and what is wrong with it. */
export type JsonFault = {
  /** `offer.nonce`; empty for the whole text. */
  readonly field: string
  /** The end of a sentence that begins with the field: "is missing". */
  readonly problem: string
}

/** What is wrong with a value that is not of its type. */
export const JSON_FAULTS = {
  chainId: "must be a whole number above zero",
  object: "must be an object in braces",
  bool: "must be true or false",
} as const

/** What is wrong with any other version. */
export const versionFault = (known: number): string => `must be ${known}, the only known version`

export type JsonObject = Readonly<Record<string, unknown>>

type Fields = {
  readonly types: Readonly<Record<string, string>>
  /** Fields that may be there. They are checked elsewhere. */
  readonly others?: readonly string[]
  readonly prefix?: string
  /** What is read: "a signed offer". */
  readonly what: string
}

export function* fieldFaults(
  codec: Codec,
  value: JsonObject,
  { types, others = [], prefix = "", what }: Fields,
): Generator<JsonFault> {
  for (const [name, type] of Object.entries(types)) {
    const problem = Object.hasOwn(value, name) ? problemOf(codec, type, value[name]) : "is missing"
    if (problem !== undefined) yield { field: `${prefix}${name}`, problem }
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(types, name) && !others.includes(name))
      yield { field: `${prefix}${name}`, problem: `is not a field of ${what}` }
  }
}

/** Longer texts are not read. Characters. */
const LONGEST = 100_000

type Reading = {
  /** What is wrong with the value of the text. */
  readonly faultsOf: (json: unknown) => Iterable<JsonFault>
  /** The error for a text with faults. */
  readonly unreadable: new (
    args: { readonly faults: readonly JsonFault[] },
    options?: ErrorOptions,
  ) => Error
  readonly longest?: number
}

/** The value of a JSON text that has no faults. Its type is the one that `faultsOf` checks. */
export function readJson<value>(text: string, { faultsOf, unreadable: Unreadable, longest = LONGEST }: Reading): value {
  const refuse = (problem: string, options?: ErrorOptions) =>
    new Unreadable({ faults: [{ field: "", problem }] }, options)
  if (typeof text !== "string") throw refuse("must be JSON")
  if (text.length > longest) throw refuse(`must have at most ${longest} characters`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw refuse("must be JSON", { cause })
  }
  const faults = [...faultsOf(json)]
  if (faults.length > 0) throw new Unreadable({ faults })
  return json as value
}

/** The message of an error for a text with faults. */
export function unreadableMessage(what: string, signer: string, faults: readonly JsonFault[]): string {
  const reasons = faults.map(({ field, problem }) => `${field || "The text"} ${problem}.`)
  return `This is not a signed ${what}. Ask the ${signer} for a new one. ${reasons.join(" ")}`
}

/** What is wrong with the version of a text. */
export function* versionFaults(json: JsonObject, known: number): Generator<JsonFault> {
  if (json["version"] === known) return
  const problem = json["version"] === undefined ? "is missing" : versionFault(known)
  yield { field: "version", problem }
}

/** What is wrong with a value of a type. */
function problemOf(codec: Codec, type: string, value: unknown): string | undefined {
  if (type === "chainId") return isChainId(value) ? undefined : JSON_FAULTS.chainId
  if (type === "object") return isObject(value) ? undefined : JSON_FAULTS.object
  if (type === "list") return Array.isArray(value) ? undefined : "must be a list in brackets"
  if (type === "bool") return typeof value === "boolean" ? undefined : JSON_FAULTS.bool
  const text = typeof value === "string" ? value : ""
  const words = /^enum (.*)$/.exec(type)?.[1]?.split("|")
  if (words) return words.includes(text) ? undefined : `must be ${words.join(" or ")}`
  if (type === "address") {
    if (!/^0x[\da-f]{40}$/i.test(text)) return "must be an address of 0x and 40 hexadecimal digits"
    const isRight = text === text.toLowerCase() || text === codec.checksum(text)
    return isRight ? undefined : "has a typing error: its capital letters do not match its digits"
  }
  const bits = /^uint(\d+)$/.exec(type)?.[1]
  if (bits !== undefined) {
    if (!/^(0|[1-9]\d{0,77})$/.test(text)) return "must be a whole number in quotes"
    return BigInt(text) < 2n ** BigInt(bits) ? undefined : `must be below 2^${bits}`
  }
  if (type === "bytes32") return /^0x[\da-f]{64}$/i.test(text) ? undefined : "must be 0x and 64 hexadecimal digits"
  return /^0x([\da-f]{2})*$/i.test(text) ? undefined : "must be 0x and pairs of hexadecimal digits"
}

/** The types of a struct's fields, by name. */
export function typesOf(fields: readonly AbiParameter[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ name = "", type }) => [name, type]))
}

/** Reads a struct whose fields have been checked. */
export function readStruct(codec: Codec, fields: readonly AbiParameter[], json: JsonObject): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name = "", type }) => [name, readValue(codec, type, json[name])]))
}

/** Reads a value that has been checked. */
function readValue(codec: Codec, type: string, value: unknown): unknown {
  if (type === "address") return codec.checksum(String(value))
  return type.startsWith("uint") ? BigInt(String(value)) : value
}

/** A struct as JSON can hold it: whole numbers as decimal strings. */
export function writeStruct(fields: readonly AbiParameter[], struct: object): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(struct))
  return Object.fromEntries(
    fields.map(({ name = "" }) => {
      const value = values.get(name)
      return [name, typeof value === "bigint" ? String(value) : value]
    }),
  )
}

export function isObject(value: unknown): value is JsonObject {
  return hasFields(value) && !Array.isArray(value)
}

export function isChainId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1
}
