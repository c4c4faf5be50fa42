import { due, dueAt } from "../../math.ts"
import type { Address, Hex, Rental, RentalState } from "../../types.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { idOf } from "../rental/rentalId.ts"
import { getStates } from "./getStates.ts"

/** A payment of a rental that is due or will become due. */
export type Claim = {
  readonly id: Hex
  readonly rental: Rental
  readonly state: RentalState
  /** Timestamp from which `settle` pays something if no one acts. It may be in the past. */
  readonly dueAt: bigint
  /** Whether `settle` would pay now. */
  readonly isDue: boolean
  /** Principal that `settle` would pay to the offer's payee now, base units. */
  readonly toHost: bigint
  /** Platform fee that `settle` would take now, base units. */
  readonly fee: bigint
  /** Principal that `settle` would return to the renter now, base units. */
  readonly toRenter: bigint
}

/** Parameters of `getClaims`. */
export type GetClaimsParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The rentals, as `getRental`, `getRentals` or an event returns them. */
  readonly rentals: readonly Rental[]
}

/**
 * Lists what `settle` pays now, or will pay if no one acts: how much, to whom, and from when. The SDK computes it from
 * the states and the time of one block, so a thousand rentals take one call.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { settleMany } from "@gpuflow/escrow/requests"
 * import { getClaims } from "@gpuflow/escrow/watch"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rentals: Rental[] // from `getRentals` or events
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const claims = await getClaims(client, { escrow: "0x…", rentals })
 * const due = claims.filter(({ isDue }) => isDue).map(({ rental }) => rental)
 * if (due.length > 0) await settleMany(client, { escrow: "0x…", rentals: due })
 *
 * @returns A claim for each rental that is not closed, the earliest first
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getClaims(chain: Chain, { escrow, rentals }: GetClaimsParameters): Promise<Claim[]> {
  const ids = rentals.map((rental) => idOf(chain.codec, rental))
  const { number: blockNumber, timestamp } = await latestBlock(chain)
  const states = await getStates(chain, { escrow, ids, blockNumber })
  const claims = rentals.flatMap((rental, index): Claim[] => {
    const [id, state] = [ids[index], states[index]]
    if (!id || !state || state.status === "None" || state.status === "Closed") return []
    const from = dueAt(rental.offer, state)
    return [{ id, rental, state, dueAt: from, isDue: from <= timestamp, ...due(rental.offer, state, timestamp) }]
  })
  return claims.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
}
