import type { Offer } from "@gpuflow/escrow"
import type { Address, Hex } from "viem"

import { typedOffer } from "./offer.ts"
import { accountOf, type Role } from "./parties.ts"

/** Signs an offer whatever it says, as any other program could. */
export function signedAnyway(offer: Offer, escrow: Address, role: Role = "host", chainId = 137): Promise<Hex> {
  const domain = { name: "RentalEscrow", version: "1", chainId, verifyingContract: escrow }
  return accountOf(role).signTypedData(typedOffer(offer, domain))
}
