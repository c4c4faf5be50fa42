// Which events a caller wants: the rentals, the parties and the kinds.
import type { EventName } from "../../abiTypes.ts"
import type { Address, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import type { EscrowEvent } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { getRental } from "../rental/getRental.ts"
import { NodeBehindError, type RetryOptions, retry } from "../retry.ts"

/** Which events are told. Several filters narrow one another. */
export type EventFilter<names extends EventName = EventName> = {
  /** Of one rental, or of these. */
  readonly id?: Hex | readonly Hex[] | undefined
  /** Of this host's rentals, and those that name it: its bonds, credits, offers, signer and fee. */
  readonly host?: Address | undefined
  /** Of this renter's rentals, and its credits. */
  readonly renter?: Address | undefined
  /** Only of these kinds. */
  readonly events?: readonly names[] | undefined
}

/** Parties of rentals that are kept at hand. */
const KNOWN_RENTALS = 10_000

/** Returns whether an event is about the host and the renter of the filter. Only `Deposited` names a rental's parties. */
export function makePartyFilter(
  chain: Chain,
  { escrow, host, renter, ...retryOptions }: EventFilter & RetryOptions & { readonly escrow: Address },
) {
  // An id is the hash of its parties among other things: what is known of it is true on every branch.
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
        // It was deposited on the branch that is read; a node that does not know it is elsewhere.
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
