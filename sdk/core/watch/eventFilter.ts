// Which events a caller wants: the rentals, the parties and the kinds.
import type { EventName } from "../../abiTypes.ts"
import type { Address, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import type { EscrowEvent } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { getRental } from "../rental/getRental.ts"
import { NodeBehindError, type RetryOptions, retry } from "../retry.ts"

/** The events to report. An event must match every filter. */
export type EventFilter<names extends EventName = EventName> = {
  /** Only events of this rental, or of these rentals. */
  readonly id?: Hex | readonly Hex[] | undefined
  /** Only events of this host's rentals, and of its bonds, credits, offers, signer and fee. */
  readonly host?: Address | undefined
  /** Only events of this renter's rentals, and of its credits. */
  readonly renter?: Address | undefined
  /** Only events of these names. */
  readonly events?: readonly names[] | undefined
}

/** Number of rentals whose parties are remembered. */
const KNOWN_RENTALS = 10_000

/**
 * Makes a function that checks whether an event is about the host and the renter of the filter. Only `Deposited` names
 * the parties of a rental.
 */
export function makePartyFilter(
  chain: Chain,
  { escrow, host, renter, ...retryOptions }: EventFilter & RetryOptions & { readonly escrow: Address },
) {
  // The id is a hash of its parties among other things, so the parties are the same on every branch of the chain.
  const parties = new Map<Hex, { readonly host: Address; readonly renter: Address }>()

  async function partiesOf(event: EscrowEvent, id: Hex) {
    const found = event.eventName === "Deposited" ? event.args : (parties.get(id) ?? (await readParties(id)))
    parties.set(id, { host: found.host, renter: found.renter })
    for (const oldest of parties.keys()) {
      if (parties.size <= KNOWN_RENTALS) break
      parties.delete(oldest)
    }
    return found
  }

  function readParties(id: Hex) {
    return retry(async () => {
      const { rental } = await getRental(chain, { escrow, id }).catch((cause: unknown) => {
        // The rental was deposited on the branch that is read. A node that does not know it is on another branch.
        throw new NodeBehindError(`A node lacks the rental ${id}.`, { cause })
      })
      return { host: rental.offer.host, renter: rental.renter }
    }, retryOptions)
  }

  return async (event: EscrowEvent): Promise<boolean> => {
    if (!host && !renter) return true
    const { args } = event
    if ("id" in args) {
      const found = await partiesOf(event, args.id)
      return (!host || isSameAddress(found.host, host)) && (!renter || isSameAddress(found.renter, renter))
    }
    const account = "account" in args ? args.account : undefined
    const named = "host" in args ? args.host : account
    return (
      named !== undefined &&
      (!host || isSameAddress(named, host)) &&
      (!renter || (account === named && isSameAddress(named, renter)))
    )
  }
}
