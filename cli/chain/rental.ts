// What every command on one rental needs.

import { getRental, type Rental, type RentalState } from "@gpuflow/escrow"
import type { Hash } from "viem"
import type { Unit } from "../text/amounts.ts"
import { type Context, nowOf } from "./context.ts"
import { unitOf } from "./tokens.ts"

export type Found = {
  readonly id: Hash
  readonly rental: Rental
  readonly state: RentalState
  readonly unit: Unit
  /** The chain's clock. */
  readonly now: bigint
}

export async function find({ client, escrow }: Context, id: Hash): Promise<Found> {
  const [{ rental, state }, now] = await Promise.all([getRental(client, { escrow, id }), nowOf(client)])
  return { id, rental, state, unit: await unitOf(client, rental.offer.token), now }
}
