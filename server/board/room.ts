// Who gets a place on a board that is full: an offer that is worth more takes that of the one that is worth least, so that
// places cost whoever holds them as much bond as others put up. Nothing here changes anything.
import { type BoardLimits, keyOf } from "./boardContext.ts"
import type { Listing } from "./listing.ts"
import { Refusal } from "./refusals.ts"
import { isOfKind, type Kind, kindNames, type Shelf } from "./shelf.ts"

/** Offers that contracts have signed. Each is asked for again at each block, so that many would hold up the board. */
const MOST_BY_CONTRACT = 1_000

/** What room depends on. */
export type Entrant = Pick<Listing, "host" | "machine" | "state" | "bond" | "token" | "contract">

export interface Room<entrant> {
  /** Those that get a place. */
  readonly taken: readonly entrant[]
  /** Those on the shelf that lose theirs. */
  readonly evicted: readonly Listing[]
  readonly refused: ReadonlyMap<entrant, Refusal>
}

/** How many offers there may be of a kind. */
function limitOf(kind: Kind, { maxOffers }: Pick<BoardLimits, "maxOffers">): number {
  const byContract = Math.min(MOST_BY_CONTRACT, maxOffers / 2)
  // Offers without a bond cost nothing to make, so they leave room for those that have one.
  return { all: maxOffers, bondless: maxOffers / 2, byContract, bondlessByContract: byContract / 2 }[kind]
}

/** The kinds that an offer is of and the one before it is not, the rarest first. */
const kindsEntered = (offer: Entrant, before: Listing | undefined): Kind[] =>
  kindNames.toReversed().filter((kind) => isOfKind(offer, kind) && !(before && isOfKind(before, kind)))

/** Whether an offer needs a place: it is the machine's first, or of a kind of which the one before it is not. */
export function needsRoom(offer: Entrant, before: Listing | undefined): boolean {
  return kindsEntered(offer, before).length > 0
}

/** Decides about offers that come together, as if the worthiest came first. So none of them takes another one's place. */
export function makeRoom<entrant extends Entrant>(
  shelf: Shelf,
  limits: Pick<BoardLimits, "maxOffers">,
  entrants: readonly entrant[],
): Room<entrant> {
  const coming = new Set(entrants.map(({ host, machine }) => keyOf(host, machine)))
  const taken: entrant[] = []
  const evicted = new Set<Listing>()
  const refused = new Map<entrant, Refusal>()
  /** By how much each kind grows. */
  const growth = { all: 0, bondless: 0, byContract: 0, bondlessByContract: 0 }
  const queues = new Map<Kind, Iterator<Listing, undefined>>()
  const heads = new Map<Kind, Listing | undefined>()
  /** The least worthy of a kind that can leave. What comes anew is judged by its new terms. */
  function leastOf(kind: Kind): Listing | undefined {
    const queue = queues.get(kind) ?? shelf.leastWorth(kind)
    queues.set(kind, queue)
    let head = heads.has(kind) ? heads.get(kind) : queue.next().value
    while (head && (evicted.has(head) || coming.has(keyOf(head.host, head.machine)))) head = queue.next().value
    heads.set(kind, head)
    return head
  }
  const isFull = (kind: Kind) => shelf.count(kind) + growth[kind] >= limitOf(kind, limits)
  /** What an offer with a bond has to be worth more than. */
  function leastTaken(offer: Entrant): number {
    const worths = kindsEntered({ ...offer, bond: 1n }, shelf.get(offer.host, offer.machine)).map((kind) => {
      if (!isFull(kind)) return 0
      const least = leastOf(kind)
      const there = [...(least ? [least] : []), ...taken.filter((one) => isOfKind(one, kind))]
      return Math.min(...there.map((one) => shelf.worthOf(one)))
    })
    return Math.max(0, ...worths)
  }

  const byWorth = entrants
    .map((entrant) => ({ entrant, worth: shelf.worthOf(entrant) }))
    .sort((a, b) => b.worth - a.worth)
  for (const { entrant, worth } of byWorth) {
    const entered = kindsEntered(entrant, shelf.get(entrant.host, entrant.machine))
    const leaving = new Set<Listing>()
    const isTaken = entered.every((kind) => {
      // What leaves for one kind's sake leaves the other ones as well.
      if (!isFull(kind) || [...leaving].some((one) => isOfKind(one, kind))) return true
      const least = leastOf(kind)
      if (!least || shelf.worthOf(least) >= worth) return false
      leaving.add(least)
      return true
    })
    if (!isTaken) {
      const { maxOffers: maximum } = limits
      const dollars = Math.max(0, worth)
      refused.set(entrant, new Refusal("BoardFull", { maximum, dollars, leastDollars: leastTaken(entrant) }))
      continue
    }
    taken.push(entrant)
    for (const kind of entered) growth[kind] += 1
    for (const listing of leaving) {
      evicted.add(listing)
      for (const kind of kindNames) if (isOfKind(listing, kind)) growth[kind] -= 1
    }
  }
  return { taken, evicted: [...evicted], refused }
}
