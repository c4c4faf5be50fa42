// What the parts of the board share.
import type { Place } from "./chainReads.ts"
import { type Hardware, isSameStanding, type Listing, type Standing } from "./listing.ts"
import type { createLock } from "./queue.ts"
import type { Shelf } from "./shelf.ts"
import { type Changes, type Eviction, type Head, MOST_EVICTIONS, type Removal, type Store } from "./store.ts"

/** What happened to an offer. `hidden`: why it is not listed any more. */
export type BoardChange =
  | { readonly change: "added" | "changed"; readonly listing: Listing }
  | {
      readonly change: "removed"
      readonly sequence: number
      readonly host: string
      readonly machine: string
      readonly hash: string
      readonly reason: string
    }

export interface BoardLimits {
  readonly maxOffers: number
  readonly maxOffersPerHost: number
  /** Dollars that the longest rental on an offer locks of its host's bond, at least. Default: 0. */
  readonly leastBond?: number
}

export interface BoardLog {
  info(message: string, facts?: object): void
  warn(message: string, facts?: object): void
}

export interface BoardContext {
  readonly place: Place
  readonly limits: BoardLimits
  readonly log: BoardLog
  readonly store: Store
  readonly shelf: Shelf
  /** By host and machine. */
  readonly removals: Map<string, Removal>
  /** Offers that made room for others, of late. The oldest first. */
  readonly evictions: Eviction[]
  /** Which account signs for hosts that have offers, as of the last block. */
  readonly signers: Map<string, string>
  /** Machines that became free with the time, of late. By host and machine. */
  readonly freed: Map<string, FreedMachine>
  /** Throws if another process may write the board by now. Call it inside the lock. */
  readonly requireWriting: () => void
  /** Everything that changes the shelf goes through it, so that a block and an offer never miss each other. */
  readonly locked: ReturnType<typeof createLock>
  /** The block up to which the standings hold; undefined until the first. */
  head: Head | undefined
  sequence: number
  /** Documents that no offer has named yet. */
  spareDocuments: number
  /** Brings the standings of a host's offers to the head. Call it inside the lock. */
  readonly recheckHost: (host: string) => Promise<void>
  /** Deletes what nothing needs any more. */
  readonly clean: (head: Head) => Promise<void>
  readonly publish: (changes: readonly BoardChange[]) => void
}

interface FreedMachine {
  readonly host: string
  readonly busyUntil: number
}

export const keyOf = (host: string, machine: string) => `${host} ${machine}`

/** The timestamp of the next block, at least. */
export const earliestOf = ({ timestamp }: Head) => timestamp + 1

/** Seconds, by this machine's clock. */
export const clockNow = () => Math.floor(Date.now() / 1_000)

interface Edit {
  /** New offers, with what their hosts signed. */
  readonly puts?: readonly { readonly listing: Omit<Listing, "sequence">; readonly signed: string }[]
  /** New standings of offers that are on the shelf, and what became known of their machines. */
  readonly standings?: readonly {
    readonly listing: Listing
    readonly standing: Standing
    readonly hardware?: Hardware | undefined
  }[]
  readonly deletions?: readonly { readonly listing: Listing; readonly reason: string }[]
  /** Offers that make room for the new ones. */
  readonly evictions?: readonly Listing[]
  readonly removals?: readonly Omit<Removal, "sequence">[]
  readonly documents?: Changes["documents"]
  readonly head?: Head | undefined
}

/** Stores changes, then puts them on the shelf, then reports them. Call it inside the lock. */
export async function apply(context: BoardContext, edit: Edit): Promise<Listing[]> {
  const { store, shelf, removals } = context
  const { puts = [], standings = [], deletions = [], documents = [], head } = edit
  const next = () => {
    context.sequence += 1
    return context.sequence
  }
  // They go before what comes in their place.
  const evicted = (edit.evictions ?? []).map((listing) => ({ ...listing, sequence: next() }))
  const put = puts.map(({ listing, signed }) => {
    const sequence = next()
    return { listing: { ...listing, sequence, claim: listing.claim || sequence }, signed }
  })
  const moved = standings
    .filter(({ listing, standing, hardware }) => hardware || !isSameStanding(listing, standing))
    .map(({ listing, standing: { state, reason, freeAt, freeBond }, hardware = listing.hardware }) => ({
      before: listing,
      after: { ...listing, state, reason, freeAt, freeBond, hardware, sequence: next() },
    }))
  const removed = (edit.removals ?? []).map((removal) => ({ ...removal, sequence: next() }))
  await store.commit({
    puts: put,
    standings: moved.map(({ after }) => after),
    deletions: deletions.map(({ listing }) => listing),
    evictions: evicted,
    removals: removed,
    documents,
    ...(head ? { head } : {}),
    now: clockNow(),
  })

  const changes: BoardChange[] = []
  const forget = (listing: Listing, reason: string) => {
    shelf.remove(listing.host, listing.machine)
    if (shelf.ofHost(listing.host).length === 0) context.signers.delete(listing.host)
    if (listing.state !== "hidden") changes.push(removedOf(listing, reason))
  }
  for (const listing of evicted) forget(listing, "BoardFull")
  noteEvictions(context, evicted)
  for (const { listing } of put) {
    const before = shelf.get(listing.host, listing.machine)
    shelf.put(listing)
    changes.push(...changeOf(before, listing))
  }
  for (const { before, after } of moved) {
    shelf.put(after)
    changes.push(...changeOf(before, after))
  }
  for (const { listing, reason } of deletions) {
    // No number of its own: none that was not stored may be given, because a later process would give it again.
    forget({ ...listing, sequence: context.sequence }, reason)
  }
  for (const removal of removed) removals.set(keyOf(removal.host, removal.machine), removal)
  if (head) context.head = head
  // A block that changes no offer is reported as well: what servers that only read say of their place comes from it.
  const isEdited = changes.length > 0 || removed.length > 0 || moved.length > 0 || evicted.length > 0
  if (isEdited || head) context.publish(changes)
  return put.map(({ listing }) => listing)
}

/** Remembers the latest evictions, for those that follow the board. */
export function noteEvictions({ evictions }: Pick<BoardContext, "evictions">, further: readonly Eviction[]): void {
  for (const { host, machine, hash, sequence } of further) evictions.push({ host, machine, hash, sequence })
  if (evictions.length > MOST_EVICTIONS) evictions.splice(0, evictions.length - MOST_EVICTIONS)
}

function changeOf(before: Listing | undefined, after: Listing): BoardChange[] {
  const wasListed = before !== undefined && before.state !== "hidden"
  if (after.state !== "hidden") return [{ change: wasListed ? "changed" : "added", listing: after }]
  return wasListed ? [removedOf(after, after.reason ?? "OfferExpired")] : []
}

function removedOf({ sequence, host, machine, hash }: Listing, reason: string): BoardChange {
  return { change: "removed", sequence, host, machine, hash, reason }
}
