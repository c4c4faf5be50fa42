// Values of signed data in a JSON Schema: strings in their one form.

const TITLES: Readonly<Record<string, string>> = {
  address: "0x and 40 hexadecimal digits. Capital letters must be those of ERC-55, which a schema cannot check.",
  bool: "True or false.",
  bytes32: "0x and 64 hexadecimal digits.",
  bytes: "0x and pairs of hexadecimal digits.",
}

type Field = { readonly name?: string; readonly type: string }

/** The chain that something was signed for. */
export const chainIdSchema = {
  type: "integer",
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
}

/** A struct, field by field. */
export function structSchema(description: string, fields: readonly Field[]): object {
  return objectSchema(description, Object.fromEntries(fields.map(({ name = "", type }) => [name, typeSchema(type)])))
}

/** An object with these fields and no others. Those that may be missing are named. */
export function objectSchema(
  description: string,
  properties: Readonly<Record<string, object>>,
  optional: readonly string[] = [],
): object {
  return {
    type: "object",
    description,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    properties,
    additionalProperties: false,
  }
}

/** An address with what it is of. */
export function addressSchema(what: string): object {
  return { ...typeSchema("address"), description: `${what}: ${TITLES["address"]}` }
}

export function typeSchema(type: string): object {
  if (type === "bool") return { type: "boolean", description: TITLES["bool"] }
  if (type === "address") return { type: "string", pattern: "^0x[0-9a-fA-F]{40}$", description: TITLES["address"] }
  if (type === "bytes32") return { type: "string", pattern: "^0x[0-9a-fA-F]{64}$", description: TITLES["bytes32"] }
  if (type === "bytes") return { type: "string", pattern: "^0x([0-9a-fA-F]{2})*$", description: TITLES["bytes"] }
  if (type.startsWith("enum ")) return { enum: type.slice("enum ".length).split("|") }
  const bits = Number(type.slice("uint".length))
  return {
    type: "string",
    pattern: `^(${patternUpTo(String(2n ** BigInt(bits) - 1n))})$`,
    description: `A whole number below 2^${bits}, as a decimal string without leading zeros.`,
  }
}

/** A pattern of the decimal numbers from 0 to a highest one. */
function patternUpTo(highest: string): string {
  const shorter = highest.length > 1 ? [`[1-9][0-9]{0,${highest.length - 2}}`] : []
  // The same digits up to a place, a lower one there, and any behind it.
  const lower = [...highest].flatMap((digit, place) => {
    const least = place === 0 ? 1 : 0
    if (Number(digit) <= least) return []
    const left = highest.length - place - 1
    return [`${highest.slice(0, place)}[${least}-${Number(digit) - 1}]${left > 0 ? `[0-9]{${left}}` : ""}`]
  })
  return ["0", ...shorter, ...lower, highest].join("|")
}
