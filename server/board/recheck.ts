// Reads again what the offers of some hosts depend on.
import { apply, type BoardContext, earliestOf, keyOf } from "./boardContext.ts"
import { isAcceptedInDeposit, readFacts } from "./chainReads.ts"
import { STATES } from "./columns.ts"
import { type HostFacts, type Listing, standingsOf } from "./listing.ts"
import type { Head } from "./store.ts"

/** Offers whose facts are read together. */
const OFFERS_AT_ONCE = 200
/** Questions to signers' contracts at the same time. */
const QUESTIONS_AT_ONCE = 16
/** Seconds for which an offer that has expired stays, because the chain may replace the block that ended it. */
const KEPT_AFTER_EXPIRY = 600
/** Seconds by which the chain goes back at most when it replaces blocks. */
const REPLACEABLE = 3_600

/** The facts of hosts at a block, with the answers of their signers' contracts. */
export async function factsOf(
  { place }: Pick<BoardContext, "place">,
  listings: readonly Listing[],
  block: bigint,
): Promise<Map<string, HostFacts>> {
  const facts = await readFacts(place, listings, block)
  const accepted = new Map<string, Set<string>>()
  const asked = listings.filter(({ host, contract, recovered }) => contract && recovered !== facts.get(host)?.signer)
  for (let first = 0; first < asked.length; first += QUESTIONS_AT_ONCE) {
    await Promise.all(
      asked.slice(first, first + QUESTIONS_AT_ONCE).map(async ({ host, hash, contract }) => {
        const signer = facts.get(host)?.signer
        if (!contract || !signer || !(await isAcceptedInDeposit(place, contract, block))) return
        const hashes = accepted.get(host) ?? new Set<string>()
        accepted.set(host, hashes.add(hash))
      }),
    )
  }
  return new Map([...facts].map(([host, known]) => [host, { ...known, accepted: accepted.get(host) ?? new Set() }]))
}

/** Remembers which machines the time has freed of late: a chain that goes back makes them busy again, without an event. */
export function noteFreed(
  { freed }: Pick<BoardContext, "freed">,
  listings: readonly Pick<Listing, "host" | "machine">[],
  { machines }: Pick<HostFacts, "machines">,
  head: Head,
): void {
  for (const { host, machine } of listings) {
    const busyUntil = Number(machines.get(machine)?.busyUntil ?? 0n)
    const isLate = busyUntil <= earliestOf(head) && busyUntil > head.timestamp - REPLACEABLE
    if (isLate) freed.set(keyOf(host, machine), { host, busyUntil })
  }
}

/** Brings the standings of hosts' offers to a block. Call it inside the lock. */
export async function recheck(context: BoardContext, hosts: Iterable<string>, head: Head): Promise<void> {
  const { shelf } = context
  const groups: (readonly Listing[])[] = []
  for (const host of hosts) {
    const listings = shelf.ofHost(host)
    if (listings.length > 0) groups.push(listings)
  }
  while (groups.length > 0) {
    const some: (readonly Listing[])[] = []
    let count = 0
    for (let group = groups.pop(); group; group = count < OFFERS_AT_ONCE ? groups.pop() : undefined) {
      some.push(group)
      count += group.length
    }
    const facts = await factsOf(context, some.flat(), head.block)
    const standings = some.flatMap((listings) => {
      const known = facts.get(listings[0]?.host ?? "")
      if (!known) return []
      context.signers.set(listings[0]?.host ?? "", known.signer)
      noteFreed(context, listings, known, head)
      const found = standingsOf(listings, known, earliestOf(head))
      return listings.flatMap((listing, index) => {
        const standing = found[index]
        return standing ? [{ listing, standing }] : []
      })
    })
    const isOver = ({ expiry }: Listing) => expiry + KEPT_AFTER_EXPIRY <= head.timestamp
    await apply(context, {
      standings: standings.filter(({ listing }) => !isOver(listing)),
      deletions: standings
        .filter(({ listing }) => isOver(listing))
        .map(({ listing }) => ({ listing, reason: "OfferExpired" })),
    })
  }
}

/** The hosts of which an offer changes with the time alone, or may change with any block. */
export function hostsToRecheck({ shelf, freed }: Pick<BoardContext, "shelf" | "freed">, head: Head): Set<string> {
  const hosts = new Set<string>()
  const earliest = earliestOf(head)
  for (const [key, { host, busyUntil }] of freed) {
    if (busyUntil > earliest) hosts.add(host)
    if (busyUntil > earliest || busyUntil <= head.timestamp - REPLACEABLE) freed.delete(key)
  }
  const { listings, amounts, flags } = shelf.columns
  const { expiry, freeAt } = amounts
  const { state, isByContract, isExpired } = flags
  for (let place = 0; place < listings.length; place += 1) {
    const end = expiry[place] ?? 0
    const isOver = earliest >= end
    const isDue =
      isByContract[place] === 1 ||
      isOver !== (isExpired[place] === 1) ||
      (isOver && end + KEPT_AFTER_EXPIRY <= head.timestamp) ||
      (state[place] === STATES.busy && earliest >= (freeAt[place] ?? 0))
    const host = isDue ? listings[place]?.host : undefined
    if (host !== undefined) hosts.add(host)
  }
  return hosts
}
