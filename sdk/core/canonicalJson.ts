// JSON in one form (RFC 8785).
import { InvalidInputError } from "./codec.ts"
import { isObject } from "./strictJson.ts"

/** A document that holds more would only be made to overflow the stack of its readers. */
const DEEPEST = 32

/** Keys in the order of their UTF-16 units, and no spaces. JavaScript writes numbers and texts as the standard wants. */
export function canonicalJson(value: unknown, path: string, depth = 0): string {
  if (depth > DEEPEST) throw refusal("document", "an object", `at most ${DEEPEST} levels`)
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => canonicalJson(item, `${path}[${index}]`, depth + 1)).join(",")}]`
  }
  if (isObject(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member, `${path}.${name}`, depth + 1)}`)
    return `{${members.join(",")}}`
  }
  const isPlain = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value)
  if (!isPlain) throw refusal(path, value, "what JSON can hold")
  return JSON.stringify(value)
}

function refusal(field: string, value: unknown, expected: string): InvalidInputError {
  return new InvalidInputError({ field, value, expected })
}
