import { due, dueAt } from "../../math.ts"
import type { Address, Hex, Rental, RentalState } from "../../types.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { idOf } from "../rental/offerHash.ts"
import { getStates } from "./getStates.ts"

/** What a rental's clock owes. */
export type Claim = {
  readonly id: Hex
  readonly rental: Rental
  readonly state: RentalState
  /** Timestamp from which `settle` pays something if nobody acts; it may have passed. */
  readonly dueAt: bigint
  /** `settle` would pay now. */
  readonly isDue: boolean
  /** Principal that `settle` would move now, base units. To the offer's payee, … */
  readonly toHost: bigint
  /** … to the platform, … */
  readonly fee: bigint
  /** … and to the renter. */
  readonly toRenter: bigint
}

/** Parameters of `getClaims`. */
export type GetClaimsParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The rentals, as `getRental`, `getRentals` or an event gives them. */
  readonly rentals: readonly Rental[]
}

/**
 * What `settle` pays, or will pay if nobody acts: how much, to whom, and from when. Computed by the SDK's own arithmetic
 * from the states and the clock of one block, so that a thousand rentals take one call.
 *
 * @example
 * import { type Rental, settleMany } from "@gpuflow/escrow"
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
 * @returns A claim for each rental that is not over, the earliest first
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
