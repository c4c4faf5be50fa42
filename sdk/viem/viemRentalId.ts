import { idOf as core } from "../core/rental/rentalId.ts"
import type { Hex, Rental } from "../types.ts"
import { codec } from "./viemCodec.ts"

/**
 * Computes the rental's id. It is known before the deposit and is the same on every chain.
 *
 * @example
 * import { idOf, type Offer } from "@gpuflow/escrow"
 * import { keccak256, toHex } from "viem"
 *
 * const id = (offer: Offer) => idOf({ offer, renter: "0x…", salt: keccak256(toHex("order 17")) })
 *
 * @param rental The rental
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function idOf(rental: Rental): Hex {
  return core(codec, rental)
}
