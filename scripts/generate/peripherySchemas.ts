// The JSON Schemas of a signed mandate and of a signed purchase, from the structs that the contracts read.
import { mandateFields } from "../../sdk/core/mandate/mandate.ts"
import { MANDATE_VERSION } from "../../sdk/core/mandate/signedMandate.ts"
import { offerFields } from "../../sdk/core/offer/hashOffer.ts"
import { MAX_ORDERS } from "../../sdk/core/router/purchase.ts"
import { PURCHASE_VERSION, paymentFields } from "../../sdk/core/router/signedPurchase.ts"
import type { GeneratedFile } from "./files.ts"
import { addressSchema, chainIdSchema, objectSchema, structSchema, typeSchema } from "./signedJsonSchema.ts"

const SCHEMA = "https://json-schema.org/draft/2020-12/schema"
const CHAIN = { ...chainIdSchema, description: "The chain of the contracts." }

const rental = objectSchema("The rental: its offer, its renter and its salt.", {
  offer: structSchema("What the host signed (EIP-712), field by field.", offerFields),
  renter: addressSchema("The renter's address"),
  salt: typeSchema("bytes32"),
})

export function peripherySchemas(): GeneratedFile[] {
  const mandate = {
    version: { const: MANDATE_VERSION },
    chainId: CHAIN,
    escrow: addressSchema("The escrow's address"),
    mandateContract: addressSchema("The mandate contract's address"),
    mandate: structSchema("What the renter signed (EIP-712), field by field.", mandateFields),
    signature: { ...typeSchema("bytes"), description: "The renter's signature: 65 bytes, or what its contract takes." },
    rental,
    permit: { ...typeSchema("bytes"), description: "The renter's EIP-2612 permit for the mandate contract." },
  }
  const order = objectSchema(
    "One rental.",
    {
      rental,
      duration: typeSchema("uint32"),
      hostSignature: {
        ...typeSchema("bytes"),
        description: "The host's signature of the offer. An extension needs none.",
      },
    },
    ["hostSignature"],
  )
  const purchase = {
    version: { const: PURCHASE_VERSION },
    chainId: CHAIN,
    escrow: addressSchema("The escrow's address"),
    router: addressSchema("The router's address"),
    verb: { enum: ["rent", "extend"] },
    orders: { type: "array", minItems: 1, maxItems: Number(MAX_ORDERS), items: order },
    payment: structSchema("What the payer signed, and its signature.", paymentFields),
  }
  return [
    file("mandate", "A signed mandate of a GPUFlow rental", objectSchema("", mandate, ["permit"])),
    file("purchase", "A signed purchase of GPUFlow rentals", objectSchema("", purchase)),
  ]
}

function file(
  name: string,
  title: string,
  { description: _, ...schema }: { readonly description?: string },
): GeneratedFile {
  const text = JSON.stringify({ $schema: SCHEMA, title, ...schema }, null, 2)
  return { path: `sdk/schemas/${name}.schema.json`, text: `${text}\n` }
}
