import { type EscrowError, errorBrand } from "../errors.ts"
import { revertErrors } from "../generated/errors.ts"
import { errorItems } from "../generated/items.ts"
import type { ErrorName } from "../solidity.ts"
import type { Hex } from "../types.ts"
import { namedFromAbi } from "./codec.ts"
import { hashOf } from "./items.ts"
import type { Codec } from "./port.ts"

/** The contract's error behind what a library threw, or what it threw. */
export function toEscrowError(codec: Codec, cause: unknown): unknown {
  if (isBranded(cause)) return cause
  const data = revertData(cause)
  const item = data && errorItems.find((error) => hashOf(codec, error).slice(0, 10) === data.slice(0, 10).toLowerCase())
  if (!item) return cause
  try {
    const args = namedFromAbi(item.inputs, codec.decode(item.inputs, `0x${data.slice(10)}`))
    return construct(item.name, args, cause)
  } catch {
    return cause
  }
}

export function isBranded(error: unknown): error is EscrowError {
  return typeof error === "object" && error !== null && errorBrand in error
}

/** The arguments were decoded with the ABI that the class's types come from. */
function construct(name: ErrorName, args: object, cause: unknown): Error {
  const RevertClass = revertErrors[name] as new (args: object, options: ErrorOptions) => Error
  return new RevertClass(args, { cause })
}

/** Where libraries and nodes put what they wrap, the innermost first. */
const wrappers = ["cause", "info", "error", "data"] as const

/** The innermost revert data, `0x` included. */
export function revertData(error: unknown): Hex | undefined {
  if (typeof error !== "object" || error === null) return undefined
  const fields = new Map<string, unknown>(wrappers.map((name) => [name, Reflect.get(error, name)]))
  for (const inner of fields.values()) {
    const found = revertData(inner)
    if (found !== undefined) return found
  }
  return [fields.get("data"), Reflect.get(error, "raw")].find(isHex)
}

function isHex(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[\da-f]*$/i.test(value)
}
