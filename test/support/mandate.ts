import type { Address, Hex } from "viem"

import type { Domain } from "./offer.ts"

export interface Mandate {
  readonly renter: Address
  readonly rentalId: Hex
  readonly maxTotal: bigint
  readonly step: bigint
  readonly extendBefore: bigint
  readonly maxTip: bigint
  readonly expiry: bigint
  readonly epoch: bigint
  readonly salt: Hex
}

export const MANDATE_TYPES = {
  Mandate: [
    { name: "renter", type: "address" },
    { name: "rentalId", type: "bytes32" },
    { name: "maxTotal", type: "uint96" },
    { name: "step", type: "uint32" },
    { name: "extendBefore", type: "uint32" },
    { name: "maxTip", type: "uint96" },
    { name: "expiry", type: "uint40" },
    { name: "epoch", type: "uint32" },
    { name: "salt", type: "bytes32" },
  ],
} as const

/** A mandate as typed data, ready to be hashed or signed by viem. */
export function typedMandate(mandate: Mandate, domain: Domain) {
  return {
    domain,
    types: MANDATE_TYPES,
    primaryType: "Mandate" as const,
    message: {
      ...mandate,
      step: Number(mandate.step),
      extendBefore: Number(mandate.extendBefore),
      expiry: Number(mandate.expiry),
      epoch: Number(mandate.epoch),
    },
  }
}
