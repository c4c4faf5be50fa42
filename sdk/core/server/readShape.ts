// Reads JSON of a server by the shape that it must have. Whatever is missing or of another type is refused by its name;
// fields that are not known are left out, because a server may be newer than its client.
import { reasons, statuses } from "../../generated/constants.ts"
import type { Codec } from "../port.ts"
import { isObject } from "../strictJson.ts"

/**
 * `integer`, `amount`, `count`, `address`, `bytes32`, `bytes`, `text`, `flag`, `object`, `rental`, `status`, `reason`, or
 * `enum a|b`; with `?` at its end, null stands for what is not there.
 */
export type Shape =
  | string
  | { readonly fields: Readonly<Record<string, Shape>> }
  | { readonly list: Shape }
  | { readonly maybe: Shape }
  | { readonly oneOf: readonly Shape[] }
  | { readonly allOf: readonly Shape[] }
  /** A rental of the index, whose terms must have its id. */
  | { readonly rental: Shape }

/** What reads the parts that are more than a scalar. */
export type ShapeReader = {
  readonly codec: Codec
  /** Throws for a part that is wrong: the field, and the end of a sentence about it. */
  readonly refuse: (field: string, problem: string) => never
  readonly terms: (value: unknown, field: string) => unknown
  /** Takes each rental of the answer. */
  readonly onRental: (rental: unknown, field: string) => void
}

export function readShape(reader: ShapeReader, shape: Shape, value: unknown, field = ""): unknown {
  const { refuse } = reader
  if (typeof shape === "string") return readScalar(reader, shape, value, field)
  if ("maybe" in shape) {
    return value === null || value === undefined ? undefined : readShape(reader, shape.maybe, value, field)
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return refuse(field, "is not a list")
    return value.map((item, index) => readShape(reader, shape.list, item, `${field}[${index}]`))
  }
  if ("rental" in shape) {
    const rental = readShape(reader, shape.rental, value, field)
    reader.onRental(rental, field)
    return rental
  }
  if ("allOf" in shape) return Object.assign({}, ...shape.allOf.map((part) => readShape(reader, part, value, field)))
  if (!isObject(value)) return refuse(field, "is not an object in braces")
  if ("oneOf" in shape) {
    const fits = shape.oneOf.find((one) => isKind(one, value))
    return fits ? readShape(reader, fits, value, field) : refuse(`${field}.kind`, "is not known")
  }
  return Object.fromEntries(
    Object.entries(shape.fields).map(([name, inner]) => {
      const path = field === "" ? name : `${field}.${name}`
      const isMissing = !Object.hasOwn(value, name) && !(typeof inner === "object" && "maybe" in inner)
      return [name, isMissing ? refuse(path, "is missing") : readShape(reader, inner, value[name], path)]
    }),
  )
}

function isKind(shape: Shape, value: Readonly<Record<string, unknown>>): boolean {
  return typeof shape === "object" && "fields" in shape && shape.fields["kind"] === `enum ${value["kind"]}`
}

const MOST_TEXT = 10_000

function readScalar(reader: ShapeReader, given: string, value: unknown, field: string): unknown {
  const { codec, refuse } = reader
  const shape = given.replace(/\?$/, "")
  if (value === null && shape !== given) return undefined
  const text = typeof value === "string" ? value : ""
  const words = { status: statuses, reason: reasons }[shape] ?? /^enum (.*)$/.exec(shape)?.[1]?.split("|")
  if (words) return words.some((word) => word === text) ? text : refuse(field, `is not ${words.join(" or ")}`)
  switch (shape) {
    case "integer":
      return Number.isSafeInteger(value) ? BigInt(Number(value)) : refuse(field, "is not a whole number")
    case "count":
      return Number.isSafeInteger(value) ? value : refuse(field, "is not a whole number")
    case "amount":
      return /^-?\d{1,78}$/.test(text) ? BigInt(text) : refuse(field, "is not a whole number in quotes")
    case "address":
      return /^0x[\da-f]{40}$/i.test(text) ? codec.checksum(text) : refuse(field, "is not an address")
    case "bytes32":
      return /^0x[\da-f]{64}$/i.test(text) ? text.toLowerCase() : refuse(field, "is not 0x and 64 digits")
    case "bytes":
      return /^0x([\da-f]{2})*$/i.test(text) ? text.toLowerCase() : refuse(field, "is not 0x and pairs of digits")
    case "text":
      return typeof value === "string" && value.length <= MOST_TEXT ? value : refuse(field, "is not a text")
    case "flag":
      return typeof value === "boolean" ? value : refuse(field, "is not true or false")
    case "rental":
      return reader.terms(value, field)
    default:
      return isObject(value) ? value : refuse(field, "is not an object in braces")
  }
}
