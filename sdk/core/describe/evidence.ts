// What anything that was thrown says about its cause, wherever in it that is.
import { hasFields } from "../hasFields.ts"

export type Evidence = {
  /** Every object in it, the outermost first. */
  readonly objects: readonly object[]
  /** The wallet's and the node's own words. */
  readonly words: string
  /** Codes as numbers and as words. */
  readonly codes: readonly (number | string)[]
  /** Names of the errors' classes. */
  readonly names: readonly string[]
}

/** The fields in which libraries, wallets and nodes put the error that they wrap. */
const WRAPPED = [
  "cause",
  "error",
  "originalError",
  "info",
  "data",
  "payload",
  "reason",
  "revert",
  "result",
  "errors",
  "err",
  "value",
]
const WORDS = [
  "details",
  "shortMessage",
  "reason",
  "responseBody",
  "body",
  "responseText",
  "description",
  "errorMessage",
]
const CODES = ["code", "errorCode", "status", "statusCode", "responseStatus"]
const DEEPEST = 12

export function gatherEvidence(error: unknown): Evidence {
  const objects = new Set<object>()
  const words: string[] = []
  const codes: (number | string)[] = []
  const names: string[] = []
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === "string") {
      words.push(value)
      const inner = parseObject(value)
      if (inner) visit(inner, depth + 1)
    }
    if (!hasFields(value) || objects.has(value) || depth > DEEPEST) return
    objects.add(value)
    if (Array.isArray(value)) for (const one of value) visit(one, depth + 1)
    for (const name of CODES) {
      const code = read(value, name)
      if (typeof code === "number" || typeof code === "string") codes.push(code, Number(code))
    }
    const name = read(value, "name")
    if (typeof name === "string") names.push(name)
    // The message of viem and of ethers repeats the request. An old wallet has its words in the stack alone.
    const own = read(value, "shortMessage") === undefined ? [...WORDS, "message"] : WORDS
    const isInternal = read(value, "code") === -32_603
    for (const field of isInternal ? [...own, "stack"] : own) {
      const text = read(value, field)
      if (typeof text === "string") visit(text, depth)
    }
    for (const field of WRAPPED) {
      const inner = read(value, field)
      for (const one of Array.isArray(inner) ? inner : [inner]) {
        if (typeof one === "object" || field === "cause" || field === "error") visit(one, depth + 1)
      }
    }
  }
  visit(error, 0)
  return { objects: [...objects], words: words.join("\n"), codes, names }
}

/** A getter may throw. */
export function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name)
  } catch {
    return undefined
  }
}

function parseObject(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return Object(JSON.parse(text))
  } catch {
    return undefined
  }
}
