// Written by `npm run generate`. Do not edit.

import { idOf as core } from "../../core/rental/rentalId.ts"
import type { Hex, Rental } from "../../types.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Computes the rental's id. It is known before the deposit and is the same on every chain.
 *
 * @example
 * import { idOf, type Offer } from "@gpuflow/escrow/ethers"
 * import { id as hashOf } from "ethers"
 *
 * const id = (offer: Offer) => idOf({ offer, renter: "0x…", salt: hashOf("order 17") as `0x${string}` })
 *
 * @param rental The rental
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function idOf(rental: Rental): Hex {
  return core(codec, rental)
}
