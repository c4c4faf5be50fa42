// The JSON Schema of a signed offer, from the struct that the contract reads.
import { offerFields } from "../../sdk/core/offer/hashOffer.ts"
import type { GeneratedFile } from "./files.ts"
import { addressSchema, chainIdSchema, structSchema, typeSchema } from "./signedJsonSchema.ts"

export function offerSchema(): GeneratedFile {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A signed offer of a GPUFlow rental escrow",
    type: "object",
    required: ["version", "chainId", "escrow", "offer", "hostSignature"],
    properties: {
      version: { const: 1 },
      chainId: { ...chainIdSchema, description: "The escrow's chain." },
      escrow: addressSchema("The escrow's address"),
      offer: structSchema("What the host signed (EIP-712), field by field.", offerFields),
      hostSignature: {
        ...typeSchema("bytes"),
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
