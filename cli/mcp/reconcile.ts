// Reservations whose payment is over: the chain shows whether it was made.
import { closesAt, getRental, getState, type RentalState } from "@gpuflow/escrow"
import type { Address } from "viem"
import { getBlock } from "viem/actions"
import type { Context } from "../chain/context.ts"
import type { Ledger, Reservation } from "./ledger.ts"

type Place = Pick<Context, "client"> & { readonly escrow: Address }
/** A block that the chain does not replace any more. */
type FinalBlock = { readonly number: bigint; readonly time: bigint }

/**
 * Ends reservations by what the latest final block shows. One is released only if its payment is not in that block's
 * state, and no later block can take it. A node that fails releases nothing.
 */
export async function reconcile(place: Place, ledger: Ledger): Promise<void> {
  const reserved = ledger.reserved()
  if (reserved.length === 0) return
  const { number, timestamp } = await getBlock(place.client, { blockTag: "finalized" })
  const final = { number, time: timestamp }
  for (const reservation of reserved) {
    const outcome = await outcomeOf(place, reservation, final)
    if (outcome === "spent") ledger.spend(reservation.id)
    if (outcome === "never") ledger.release(reservation.id)
  }
}

type Outcome = "spent" | "never" | "open"

async function outcomeOf(place: Place, reservation: Reservation, final: FinalBlock): Promise<Outcome> {
  const { client, escrow } = place
  const { rental: id, validBefore } = reservation
  const state = await getState(client, { escrow, id, blockNumber: final.number })
  if (isMade(reservation, state)) return "spent"
  if (validBefore !== undefined) return final.time >= validBefore ? "never" : "open"
  return final.time >= (await lastMoment(place, reservation, state)) ? "never" : "open"
}

/** Whether the payment, or one that did the same, is in the state. A closed rental does not tell whether it was disputed. */
function isMade({ verb, duration }: Reservation, state: RentalState): boolean {
  if (verb === "rent") return state.status !== "None"
  if (verb === "extend") return state.duration >= duration
  return state.status === "Disputed" || state.status === "Closed"
}

/** From when on no block takes the payment. */
async function lastMoment({ client, escrow }: Place, { verb, rental: id }: Reservation, state: RentalState) {
  if (verb === "extend") {
    // A rental that waits for its start cannot be extended, and may be once it has started.
    if (state.status === "Funded" || state.status === "None") return NEVER
    return state.status === "Active" ? state.since + state.duration : 0n
  }
  const { rental } = await getRental(client, { escrow, id })
  return closesAt(rental.offer, state)
}

/** Later than any block. */
const NEVER = 2n ** 64n
