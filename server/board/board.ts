// The board: hosts' signed offers that can be taken, and the documents that they name.
import { reasonOf } from "@gpuflow/keeper/service"
import type { Database } from "../database/openDatabase.ts"
import { pause } from "../pause.ts"
import { createAdmission, requireHead, type Sender } from "./admission.ts"
import {
  type BoardChange,
  type BoardContext,
  type BoardLimits,
  type BoardLog,
  clockNow,
  keyOf,
  noteEvictions,
} from "./boardContext.ts"
import type { Place } from "./chainReads.ts"
import { keepDocument, readDocument } from "./documents.ts"
import { createFigures, type HostRecords, type ReadRate, rateReader } from "./figures.ts"
import { follow } from "./follow.ts"
import type { Listing } from "./listing.ts"
import { createLock } from "./queue.ts"
import { recheck } from "./recheck.ts"
import { Refusal } from "./refusals.ts"
import { createRemoval, type RemovalRequest } from "./removal.ts"
import { replicate } from "./replication.ts"
import { countOffers, type Filters, findPage, findPlaces, isListed, matches, type PageQuery } from "./search.ts"
import { createShelf } from "./shelf.ts"
import { createStore, type Eviction, type Head, MOST_EVICTIONS, type Removal } from "./store.ts"

export interface BoardOptions {
  readonly database: Database
  readonly place: Place
  readonly limits: BoardLimits
  readonly log: BoardLog
  /** A writer follows the chain and takes offers. A reader shows what the writer of its database holds, as further writers do. */
  readonly role: "writer" | "reader"
  /** Milliseconds between questions for a new block. */
  readonly pollInterval: number
  readonly maxReorgDepth: number
  /** URLs of other boards whose offers are copied. */
  readonly boards: readonly string[]
  /** Records of hosts, from the index. */
  readonly records?: HostRecords | undefined
  /** Whether the follower asks the chain nothing any more. */
  readonly isStuck?: (() => boolean) | undefined
  /** Dollars of one base unit of a token. By default, by the SDK's price feeds. */
  readonly readRate?: ReadRate | undefined
}

/**
 * Sequence numbers begin by the clock, in microseconds, each time that a process begins to write: those that another one
 * has given before, also on a database that is lost, are lower. Who copies from a place on misses nothing.
 */
const firstSequence = () => Date.now() * 1_000

export type Board = Awaited<ReturnType<typeof openBoard>>

/** An offer that changed, or one that is gone. */
export type SinceChange =
  | { readonly sequence: number; readonly listing: Listing }
  | { readonly sequence: number; readonly gone: Gone }

interface Gone {
  readonly host: string
  readonly machine: string
  /** Null if the board had none when its host removed it. */
  readonly hash: string | null
  readonly reason: string
  /** What the host has signed; null if it was not the host that took it down. */
  readonly removal: Pick<Removal, "expiry" | "signature"> | null
}

const CHANNEL = "gpuflow_board"
/** The advisory lock of the board's writer: "gpuboard" as a number. */
const LOCK = 7_453_586_448_934_072_932n
/** Seconds for which a document is kept without an offer, and how many may wait for one. */
const SPARE_TIME = 86_400
/** Milliseconds until another attempt to write. */
const RETRY_AFTER = 2_000
const MOST_SPARE = 10_000

export async function openBoard(options: BoardOptions) {
  const { database, place, log, limits, role } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const store = createStore(database.kysely)
  const subscribers = new Set<(changes: readonly BoardChange[]) => void>()
  const removals = new Map<string, Removal>()
  const evictions: Eviction[] = []
  const shelf = createShelf()
  let isWriter = false

  const context: BoardContext = {
    place,
    limits,
    log,
    store,
    shelf,
    removals,
    evictions,
    signers: new Map(),
    freed: new Map(),
    requireWriting() {
      if (!isWriter) throw new Refusal("NotWriting")
    },
    locked: createLock(),
    head: undefined,
    sequence: 0,
    spareDocuments: 0,
    recheckHost: (host) => recheck(context, [host], requireHead(context)),
    async clean(head) {
      const [oldest] = evictions
      await store.clean({
        documentsBefore: clockNow() - SPARE_TIME,
        evictionsBefore: oldest?.sequence ?? 0,
        removalsUntil: forgetRemovals(head),
      })
      context.spareDocuments = await store.countSpareDocuments()
    },
    publish(changes) {
      for (const hear of subscribers) hear(changes)
      if (database.kind === "postgres") {
        database.notify(CHANNEL, String(context.sequence)).catch((error: unknown) => {
          log.warn("readers were not notified", { reason: reasonOf(error) })
        })
      }
    },
  }

  /**
   * Forgets removals that refuse nothing any more, and of more than the board may have offers those that expire first:
   * whoever puts offers and removes them in turn would fill the memory otherwise. Returns the latest expiry of them.
   */
  function forgetRemovals({ timestamp }: Head): number {
    let until = timestamp
    if (removals.size > limits.maxOffers) {
      const expiries = [...removals.values()].map(({ expiry }) => expiry).sort((a, b) => a - b)
      until = Math.max(timestamp, expiries[removals.size - limits.maxOffers - 1] ?? 0)
    }
    for (const [key, { expiry }] of removals) if (expiry <= until) removals.delete(key)
    return until
  }

  const stored = await store.load((listing) => shelf.put(listing))
  for (const removal of stored.removals) removals.set(keyOf(removal.host, removal.machine), removal)
  noteEvictions(context, stored.evictions)
  const last = [...stored.removals, ...stored.evictions].reduce((most, { sequence }) => Math.max(most, sequence), 0)
  context.sequence = Math.max(shelf.sequence, last)
  context.spareDocuments = await store.countSpareDocuments()

  const figures = createFigures(context, options.readRate ?? rateReader(context), options.records)
  const admission = createAdmission(context, figures)
  const removeOffer = createRemoval(context)
  const work: Promise<unknown>[] = []
  const reload = () =>
    context
      .locked(async () => {
        if (!isWriter) await readAgain()
      })
      .catch((error: unknown) => {
        log.warn("the board was not read again", { reason: reasonOf(error) })
      })
  const stopListening = await database.listen(CHANNEL, reload, reload)
  if (role === "writer") work.push(holdAndWrite())
  else await reload()
  await figures.renew()
  figures.start()

  /** Writes while no other process does, and shows meanwhile what that one writes. */
  async function holdAndWrite(): Promise<void> {
    const onWaiting = (failure?: unknown) => {
      if (failure !== undefined) log.warn("the database failed, and is tried again", { reason: reasonOf(failure) })
      return reload()
    }
    while (!signal.aborted) {
      await database.hold(LOCK, { signal, onWaiting }, write).catch(async (error: unknown) => {
        log.warn("the board could not be written, and is tried again", { reason: reasonOf(error) })
        await pause(RETRY_AFTER, signal)
      })
    }
  }

  async function write(held: AbortSignal): Promise<void> {
    const { pollInterval: pollingInterval, maxReorgDepth } = options
    await context.locked(async () => {
      // What another process has written before. It holds for the block of then, and is checked at the latest one.
      await readAgain()
      context.head = undefined
      context.sequence = Math.max(context.sequence, firstSequence())
      isWriter = true
    })
    try {
      await Promise.all([
        follow(context, { pollingInterval, maxReorgDepth, signal: held }),
        ...options.boards.map(async (url) => {
          await whenReady(held)
          await replicate({
            url,
            admission,
            remove: removeOffer,
            has,
            log,
            signal: held,
            interval: pollingInterval,
          })
        }),
      ])
    } finally {
      isWriter = false
    }
  }

  function has(host: string, machine: string, hash: string, isDescribed: boolean): boolean {
    const found = shelf.get(host, machine)
    return found?.hash === hash && found.state !== "hidden" && (!isDescribed || found.hardware !== undefined)
  }

  /** What the writer has stored since. */
  async function readAgain(): Promise<void> {
    const listings: Listing[] = []
    const stored = await store.load((listing) => listings.push(listing), context.sequence)
    const { removals: removed, evictions: evicted, head } = stored
    const changes: BoardChange[] = []
    const drop = (listing: Listing, { sequence = listing.sequence, reason }: { sequence?: number; reason: string }) => {
      const { host, machine, hash, state } = listing
      shelf.remove(host, machine)
      if (state !== "hidden") changes.push({ change: "removed", sequence, host, machine, hash, reason })
    }
    noteEvictions(context, evicted)
    for (const { host, machine, sequence } of evicted) {
      context.sequence = Math.max(context.sequence, sequence)
      const listing = shelf.get(host, machine)
      if (listing && listing.sequence < sequence) drop(listing, { sequence, reason: "BoardFull" })
    }
    for (const listing of listings) {
      const before = shelf.get(listing.host, listing.machine)
      const wasListed = before !== undefined && before.state !== "hidden"
      shelf.put(listing)
      context.sequence = Math.max(context.sequence, listing.sequence)
      if (listing.state !== "hidden") changes.push({ change: wasListed ? "changed" : "added", listing })
      else if (wasListed) changes.push({ change: "removed", ...listing, reason: listing.reason ?? "OfferExpired" })
    }
    for (const removal of removed) {
      const { host, machine, sequence, expiry } = removal
      removals.set(keyOf(host, machine), removal)
      context.sequence = Math.max(context.sequence, sequence)
      const before = shelf.get(host, machine)
      if (before && before.expiry <= expiry) drop(before, { sequence, reason: "OfferRemoved" })
    }
    if (evicted.length >= MOST_EVICTIONS) {
      // There may have been more of them than the database remembers.
      const keys = new Set((await store.keys()).map(({ host, machine }) => keyOf(host, machine)))
      for (const listing of [...shelf.all()]) {
        const isGone = !keys.has(keyOf(listing.host, listing.machine))
        if (isGone) drop(listing, { sequence: context.sequence, reason: "BoardFull" })
      }
    }
    if (head) {
      context.head = head
      for (const listing of [...shelf.all()]) {
        if (listing.expiry <= head.timestamp) drop(listing, { reason: "OfferExpired" })
      }
      forgetRemovals(head)
    }
    for (const hear of subscribers) hear(changes)
  }

  function whenReady(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        if (!context.head && !signal.aborted) return
        clearInterval(timer)
        resolve()
      }, 50)
    })
  }

  function requireWriter(): void {
    if (role === "reader") throw new Refusal("ReadOnly")
    if (isWriter) return
    requireHead(context)
    throw new Refusal("NotWriting")
  }

  return {
    /** Lists an offer, from the text of a request. Throws a `Refusal`. */
    async put(text: string, sender: Sender): Promise<Listing> {
      requireWriter()
      const listing = await admission.put(text, sender)
      await figures.require(listing.token)
      return listing
    },
    async remove(request: RemovalRequest): Promise<void> {
      requireWriter()
      await removeOffer(request)
    },
    /** Keeps a document until an offer names it, for a day at most. Returns its hash. */
    async putDocument(json: unknown, hash: string): Promise<void> {
      requireWriter()
      const read = readDocument(json)
      const { kept } = read
      if (kept.hash !== hash) throw new Refusal("DocumentMismatch", { spec: hash, hash: kept.hash })
      const isKept = (await store.document(kept.hash)) !== undefined
      if (!isKept && context.spareDocuments >= MOST_SPARE) throw new Refusal("TooManyDocuments")
      if (!isKept) context.spareDocuments += 1
      await context.locked(async () => {
        context.requireWriting()
        await keepDocument(context, read)
      })
    },
    /** A document's text, of which the Keccak-256 is its hash. */
    async document(hash: string): Promise<string> {
      const content = await store.document(hash)
      if (content === undefined) throw new Refusal("DocumentNotFound", { hash })
      return content
    },
    /** The offer of a machine that is listed. */
    get(host: string, machine: string): Listing {
      const listing = shelf.get(host, machine)
      const { earliest } = figures.current()
      if (!listing || !isListed(listing, earliest)) {
        throw new Refusal("OfferNotFound", { host, machine, reason: listing?.reason ?? undefined })
      }
      return listing
    },
    find: (query: PageQuery) => findPage(shelf.columns, query, figures.current()),
    count: (filters: Filters) => countOffers(shelf.columns, filters, figures.current()),
    /** The offers that match. */
    matching(filters: Filters): Listing[] {
      const { listings } = shelf.columns
      return [...findPlaces(shelf.columns, filters, figures.current())].flatMap((place) => listings[place] ?? [])
    },
    matches: (filters: Filters, listing: Listing) => matches(listing, filters, figures.current()),
    /** What changed since a sequence number, the oldest first: offers as they are now, and what is gone. */
    changesSince(since: number, limit: number): SinceChange[] {
      const all: SinceChange[] = []
      for (const listing of shelf.all()) {
        if (listing.sequence > since) all.push({ sequence: listing.sequence, listing })
      }
      for (const removal of removals.values()) {
        const { sequence } = removal
        if (sequence > since) all.push({ sequence, gone: { ...removal, reason: "OfferRemoved", removal } })
      }
      for (const eviction of evictions) {
        const { sequence } = eviction
        if (sequence > since) all.push({ sequence, gone: { ...eviction, reason: "BoardFull", removal: null } })
      }
      return all.sort((a, b) => a.sequence - b.sequence).slice(0, limit)
    },
    /** What hosts signed, with the documents. */
    signed: store.signed,
    figures: figures.current,
    renewFigures: figures.renew,
    head: (): Head | undefined => context.head,
    /** Resolves when the standings hold for a block or a later one, or after so many milliseconds. */
    async reach(block: bigint, milliseconds: number): Promise<void> {
      const isThere = () => (context.head?.block ?? -1n) >= block
      if (isThere()) return
      await new Promise<void>((resolve) => {
        const hear = () => {
          if (isThere()) end()
        }
        const end = () => {
          clearTimeout(timer)
          subscribers.delete(hear)
          signal.removeEventListener("abort", end)
          resolve()
        }
        const timer = setTimeout(end, milliseconds)
        subscribers.add(hear)
        signal.addEventListener("abort", end)
      })
    },
    sequence: () => context.sequence,
    size: () => shelf.size,
    /** Calls back with each change, until the returned function is called. */
    subscribe(hear: (changes: readonly BoardChange[]) => void): () => void {
      subscribers.add(hear)
      return () => subscribers.delete(hear)
    },
    /** Why the board cannot answer now. */
    obstacle: (): string | undefined =>
      context.head ? undefined : "The board has not read the chain yet. It does so by itself.",
    /** Why the board never follows the chain again by itself. */
    failure: (): string | undefined =>
      isWriter && options.isStuck?.()
        ? "The board does not follow the chain any more. Start the server again."
        : undefined,
    async stop(): Promise<void> {
      stopping.abort()
      figures.stop()
      await stopListening()
      await Promise.all(work)
    },
  }
}
