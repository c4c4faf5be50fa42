// The JSON Schema of a signed offer, from the struct that the contract reads.
import { offerFields } from "../../sdk/core/offer/hashOffer.ts"
import type { GeneratedFile } from "./files.ts"

const TITLES: Readonly<Record<string, string>> = {
  address: "0x and 40 hexadecimal digits. Capital letters must be those of ERC-55, which a schema cannot check.",
  bool: "True or false.",
  bytes32: "0x and 64 hexadecimal digits.",
}

export function offerSchema(): GeneratedFile {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A signed offer of a GPUFlow rental escrow",
    type: "object",
    required: ["version", "chainId", "escrow", "offer", "hostSignature"],
    properties: {
      version: { const: 1 },
      chainId: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "The escrow's chain." },
      escrow: { ...typeOf("address"), description: `The escrow's address: ${TITLES["address"]}` },
      offer: {
        type: "object",
        description: "What the host signed (EIP-712), field by field.",
        required: offerFields.map(({ name }) => name),
        properties: Object.fromEntries(offerFields.map(({ name, type }) => [name, typeOf(type)])),
        additionalProperties: false,
      },
      hostSignature: {
        type: "string",
        pattern: "^0x([0-9a-fA-F]{2})*$",
        description: "The signature of the host's signer: 65 bytes, or what its contract takes (ERC-1271).",
      },
      document: { type: "object", description: "What the host promises about the machine; `spec` is its hash." },
      takeable: { description: "Added where an offer is printed. It is not read." },
      problems: { description: "Added where an offer is printed. It is not read." },
    },
    additionalProperties: false,
  }
  return { path: "sdk/schemas/offer.schema.json", text: `${JSON.stringify(schema, null, 2)}\n` }
}

function typeOf(type: string): object {
  if (type === "bool") return { type: "boolean", description: TITLES["bool"] }
  if (type === "address") return { type: "string", pattern: "^0x[0-9a-fA-F]{40}$", description: TITLES["address"] }
  if (type === "bytes32") return { type: "string", pattern: "^0x[0-9a-fA-F]{64}$", description: TITLES["bytes32"] }
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
