import { held } from "../../math.ts"
import type { Offer, RentalState } from "../../types.ts"

/** What the escrow takes for the seconds up to a new duration. Because of rounding, it depends on the seconds before. */
export function extensionPrice(offer: Offer, state: RentalState, duration: bigint): bigint {
  return held(offer, { ...state, duration }) - held(offer, state)
}
