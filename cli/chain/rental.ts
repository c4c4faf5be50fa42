import { getRental, type Rental, type RentalState } from "@gpuflow/escrow"
import type { Hash } from "viem"
import type { Unit } from "../text/amounts.ts"
import { type Context, getChainTime } from "./context.ts"
import { getUnit } from "./tokens.ts"

/** A rental with everything that commands show of it. */
export type LoadedRental = {
  readonly id: Hash
  readonly rental: Rental
  readonly state: RentalState
  readonly unit: Unit
  /** Time of the latest block. */
  readonly now: bigint
}

export async function loadRental({ client, escrow }: Context, id: Hash): Promise<LoadedRental> {
  const [{ rental, state }, now] = await Promise.all([getRental(client, { escrow, id }), getChainTime(client)])
  return { id, rental, state, unit: await getUnit(client, rental.offer.token), now }
}

/**
 * When the rented time of a rental is over: for a running one, after its paid duration, whether or not anyone has
 * settled it by then. Undefined before the start, and where the state does not keep it.
 */
export function endsAt({ status, since, duration }: RentalState): bigint | undefined {
  if (status === "Active") return since + duration
  return status === "Interrupted" ? since : undefined
}
