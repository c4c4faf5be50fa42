// Plans as JSON: bigints are objects with a tag, as wagmi's `serialize` and `deserialize` have them.
import { hasFields } from "../hasFields.ts"

const TAG = "bigint"

/** Lets `JSON.stringify` work on a plan, without a property that a reader of the plan would see. */
export function withJson<plan extends object>(plan: plan): plan {
  return Object.defineProperty(plan, "toJSON", { value: () => tagged(plan) })
}

/** Undefined for anything that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => untagged(value))
  } catch {
    return undefined
  }
}

/** A value whose bigints JSON can hold. */
export function tagged(value: unknown): unknown {
  if (typeof value === "bigint") return { __type: TAG, value: String(value) }
  if (Array.isArray(value)) return value.map(tagged)
  if (!hasFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tagged(inner)]))
}

function untagged(value: unknown): unknown {
  if (!hasFields(value) || Reflect.get(value, "__type") !== TAG) return value
  return BigInt(String(Reflect.get(value, "value")))
}
