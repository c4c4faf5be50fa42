import type { Offer } from "@gpuflow/escrow"
import type { Address, Hex } from "viem"

import { typedOffer } from "./offer.ts"
import { accountOf, type Role } from "./parties.ts"

/** Signs an offer whatever it says, as any other program could. */
export function signedAnyway(offer: Offer, escrow: Address, role: Role = "host", chainId = 137): Promise<Hex> {
  const domain = { name: "RentalEscrow", version: "1", chainId, verifyingContract: escrow }
  return accountOf(role).signTypedData(typedOffer(offer, domain))
}

/** An offer as the command line writes it: whole numbers are decimal strings. */
export function offerOf(json: Readonly<Record<string, unknown>>): Offer {
  const isNumber = (value: unknown): value is string => typeof value === "string" && /^\d+$/.test(value)
  const entries = Object.entries(json).map(([name, value]) => [name, isNumber(value) ? BigInt(value) : value])
  return Object.fromEntries(entries)
}
