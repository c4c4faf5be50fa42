// The escrow's events as they happen, and their removal if the chain takes them back. The cursor is one branch of the
// chain: each block that it takes up must name the cursor's last one as its parent, whichever node answers. A block that
// does not is followed down its parents to one that the cursor knows; what was told above that is told to be removed.
// So what has been told is, at any time, the events of one branch, each once.

import type { EventName } from "../abiTypes.ts"
import { EscrowNotFoundError, InvalidInputError, ReorgTooDeepError, WrongCursorError } from "../errors.ts"
import type { Address, EventCursor, EventLog, Hash, Hex } from "../types.ts"
import { isSameAddress } from "./address.ts"
import { initialPace, type RangePace, retryBlockRange } from "./blockRange.ts"
import { assertAddress, assertInput } from "./codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "./escrowEvents.ts"
import type { Block, Chain, Log } from "./port.ts"
import { getRental } from "./reads.ts"
import { asReadFailed, DEFAULT_TRIES, NodeBehindError, type RetryOptions, retry, sleep } from "./retry.ts"
import { logsByHeader, logsByNumber, readBlock, requireBlock } from "./verifiedLogs.ts"

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

/** What to follow, from where, and how deep. */
export type WatchEventsParameters<names extends EventName = EventName> = EventFilter<names> &
  RetryOptions & {
    readonly escrow: Address
    /** Where to go on, from an earlier batch. */
    readonly cursor?: EventCursor | undefined
    /** First block, if there is no cursor; without both, what comes after the latest. */
    readonly fromBlock?: bigint | undefined
    /** Blocks that must follow one before it is told; without it, 0: told at once, and removed if need be. */
    readonly confirmations?: number | undefined
    /** Blocks that the chain may replace, and that a node may be behind; without it, 256. */
    readonly maxReorgDepth?: number | undefined
    /** End with the latest block, instead of waiting for the next one. */
    readonly untilLatest?: boolean | undefined
  }

/** What has changed since the batch before. */
export type EventBatch<names extends EventName = EventName> = {
  /** Events that happened, the oldest first. */
  readonly added: EscrowEvent<names>[]
  /** Events that were told before and have not happened after all, the newest first. */
  readonly removed: EscrowEvent<names>[]
  /** To keep together with what was made of the events: from here, nothing is lost and nothing doubled. */
  readonly cursor: EventCursor
  /** Last block that is done with. */
  readonly to: bigint
}

const MAX_REORG_DEPTH = 256
/** Headers that are asked for at once. */
const AHEAD = 8n
/** Parties of rentals that are kept at hand. */
const KNOWN_RENTALS = 10_000

/** Follows an escrow's events. */
export async function* watchEvents<const names extends EventName = EventName>(
  chain: Chain,
  { pollingInterval = chain.pollingInterval, ...parameters }: WatchEventsParameters<names>,
): AsyncGenerator<EventBatch<names>, void, undefined> {
  const { signal, tries = DEFAULT_TRIES, untilLatest = false } = parameters
  const follower = makeFollower(chain, { pollingInterval, ...parameters })
  let cursor = parameters.cursor
  let failures = 0

  while (!signal?.aborted) {
    let batch: EventBatch | undefined
    let isBehind = false
    try {
      batch = cursor ? await follower.next(cursor) : await follower.begin()
      failures = 0
    } catch (cause) {
      if (signal?.aborted) return
      failures += 1
      if (!(cause instanceof NodeBehindError) || failures >= tries) throw asReadFailed(cause, tries, cursor)
      isBehind = true
    }
    if (batch) {
      cursor = batch.cursor
      // The filter let no other kinds through.
      yield batch as EventBatch<names>
    } else if (untilLatest && !isBehind) return
    else await sleep(pollingInterval, signal)
  }
}

/** Reads one step after another; what it remembers in between can be read again at any time. */
function makeFollower(chain: Chain, parameters: WatchEventsParameters) {
  const { escrow, confirmations = 0, maxReorgDepth = MAX_REORG_DEPTH } = parameters
  assertFilter(chain, parameters)
  const { codec } = chain
  const { id, events } = parameters
  const topics = [events ? events.map((name) => topicOf(codec, name)) : null, ...(id ? [[id].flat()] : [])]
  const wanted = { address: escrow, topics }
  const withRetry = <answer>(read: () => Promise<answer>) => retry(read, parameters)
  const readRange = logsByNumber(chain, wanted)
  const readLogs = logsByHeader(chain, wanted, parameters)
  const matchesParties = makePartyFilter(chain, parameters)
  let pace: RangePace = initialPace
  let isChecked = false

  const eventsOf = (logs: readonly Log[]) => decodeEvents(codec, { escrow, logs })

  /** Logs that are to be told, with their events. */
  async function select(logs: readonly Log[]): Promise<{ readonly logs: Log[]; readonly events: EscrowEvent[] }> {
    const chosen: { log: Log; event: EscrowEvent }[] = []
    for (const log of logs) {
      for (const event of eventsOf([log])) if (await matchesParties(event)) chosen.push({ log, event })
    }
    return { logs: chosen.map(({ log }) => log), events: chosen.map(({ event }) => event) }
  }

  /** Nothing yet, but a cursor to come back to. */
  async function begin(): Promise<EventBatch> {
    const chainId = await withRetry(() => chain.chainId())
    const fromBlock = parameters.fromBlock ?? (await requireBlock(chain, "latest", parameters)).number + 1n
    const [first, to] = [String(fromBlock), fromBlock - 1n]
    const cursor: EventCursor = { version: 1, chainId, escrow, fromBlock: first, block: String(to), recent: [] }
    return { added: [], removed: [], cursor, to }
  }

  async function check(cursor: EventCursor) {
    const chainId = await withRetry(() => chain.chainId())
    if (chainId !== cursor.chainId || !isSameAddress(escrow, cursor.escrow)) {
      const expected = { expectedChainId: chainId, expectedEscrow: escrow }
      throw new WrongCursorError({ chainId: cursor.chainId, escrow: cursor.escrow, ...expected })
    }
    if (!(await withRetry(() => chain.code(escrow)))) throw new EscrowNotFoundError({ escrow })
    isChecked = true
  }

  /** The next thing to tell; nothing if there is nothing new. */
  async function next(cursor: EventCursor): Promise<EventBatch | undefined> {
    if (!isChecked) await check(cursor)
    const branch = branchOf(cursor)
    const latest = await requireBlock(chain, "latest", parameters)
    const target = latest.number - BigInt(confirmations)
    const at = branch.block + 1n
    if (target < branch.lowest) return undefined

    // A head below the cursor's belongs to a node that is behind, or to another branch.
    const top = target < at ? target : at
    const block = top === latest.number ? latest : await requireBlock(chain, top, parameters)
    const known = target < at ? branch.hashAt(top) === block.hash : isNext(branch, block)
    if (!known) return remove(cursor, await ancestorOf(branch, block))
    if (target < at) return undefined
    const settled = least(latest.number - BigInt(maxReorgDepth), target)
    return at <= settled ? addRange(cursor, settled) : addBlocks(cursor, block, target)
  }

  /** The last block below this one that the cursor knows. */
  async function ancestorOf(branch: Branch, block: Block): Promise<bigint> {
    let current = block
    while (true) {
      const below = current.number - 1n
      if (below < branch.lowest) {
        if (branch.lowest <= branch.fromBlock) return below
        const resyncFrom = branch.lowest - BigInt(maxReorgDepth)
        throw new ReorgTooDeepError({
          rememberedFrom: branch.lowest,
          resyncFrom: resyncFrom > branch.fromBlock ? resyncFrom : branch.fromBlock,
        })
      }
      if (branch.hashAt(below) === current.parentHash) return below
      current = await requireBlock(chain, current.parentHash, parameters)
    }
  }

  function remove(cursor: EventCursor, ancestor: bigint): EventBatch {
    const { block, recent } = cursor
    const kept = Math.max(recent.length - Number(BigInt(block) - ancestor), 0)
    const logs = recent.slice(kept).flatMap(({ hash, logs }, place) => {
      const blockNumber = ancestor + 1n + BigInt(place)
      return logs.map((log) => ({ ...log, address: escrow, blockNumber, blockHash: hash }))
    })
    const next = { ...cursor, block: String(ancestor), recent: recent.slice(0, kept) }
    return { added: [], removed: eventsOf(logs).toReversed(), cursor: next, to: ancestor }
  }

  /** Blocks so deep that none of them is replaced, and that every node has: read by number, many at once. */
  async function addRange(cursor: EventCursor, settled: bigint): Promise<EventBatch> {
    const range = { fromBlock: BigInt(cursor.block) + 1n, toBlock: settled, pace }
    const piece = await retryBlockRange(readRange, range, parameters)
    const { hash } = await requireBlock(chain, piece.toBlock, parameters)
    const chosen = await select(piece.answer)
    pace = piece.pace
    // What lies deeper needs no removal.
    const next = { ...cursor, block: String(piece.toBlock), recent: [{ hash, logs: [] }] }
    return { added: chosen.events, removed: [], cursor: next, to: piece.toBlock }
  }

  /** Blocks that may yet go: one by one, each the child of the one before. */
  async function addBlocks(cursor: EventCursor, first: Block, target: bigint): Promise<EventBatch> {
    const numbers = Array.from({ length: Number(least(target - first.number, AHEAD - 1n)) }, (_, place) => {
      return first.number + 1n + BigInt(place)
    })
    const more = await Promise.all(numbers.map((number) => withRetry(() => readBlock(chain, number))))
    const added: EscrowEvent[] = []
    const recent = [...cursor.recent]
    let last = first
    for (const [place, block] of [first, ...more].entries()) {
      if (!block || (place > 0 && block.parentHash !== last.hash)) break
      const chosen = await select(await readLogs(block))
      added.push(...chosen.events)
      recent.push({ hash: block.hash, logs: chosen.logs.map(toEventLog) })
      last = block
    }
    // The block below the deepest that may be replaced stays known.
    const next = { ...cursor, block: String(last.number), recent: recent.slice(-maxReorgDepth - 1) }
    return { added, removed: [], cursor: next, to: last.number }
  }

  return { begin, next }
}

/** A cursor as numbers. */
type Branch = {
  readonly fromBlock: bigint
  readonly block: bigint
  /** The lowest block whose hash is known; without any, the one to begin with. */
  readonly lowest: bigint
  readonly hashAt: (number: bigint) => Hash | undefined
}

function branchOf({ fromBlock, block, recent }: EventCursor): Branch {
  const lowest = BigInt(block) + 1n - BigInt(recent.length)
  return {
    fromBlock: BigInt(fromBlock),
    block: BigInt(block),
    lowest,
    hashAt: (number) => recent[Number(number - lowest)]?.hash,
  }
}

/** Whether a block continues the cursor; before the first one, any does. */
function isNext(branch: Branch, block: Block): boolean {
  return branch.lowest > branch.block || branch.hashAt(branch.block) === block.parentHash
}

function toEventLog({ topics, data, logIndex, transactionHash }: Log): EventLog {
  if (logIndex === null || transactionHash === null) throw new NodeBehindError("A node gave a log that is in no block.")
  return { topics, data, logIndex, transactionHash }
}

const least = (a: bigint, b: bigint) => (a < b ? a : b)

function assertFilter(
  { codec }: Chain,
  parameters: WatchEventsParameters & { readonly fromBlock?: bigint | undefined },
) {
  const { escrow, host, renter, id, confirmations, maxReorgDepth, cursor, fromBlock = 0n } = parameters
  assertAddress(codec, "escrow", escrow)
  for (const [name, address] of Object.entries({ host, renter })) if (address) assertAddress(codec, name, address)
  for (const one of id ? [id].flat() : []) assertInput(codec, { name: "id", type: "bytes32" }, one)
  for (const [field, value = 0] of Object.entries({ confirmations, maxReorgDepth })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new InvalidInputError({ field, value, expected: "a whole number of blocks" })
    }
  }
  if (typeof fromBlock !== "bigint") {
    throw new InvalidInputError({ field: "fromBlock", value: fromBlock, expected: "a bigint" })
  }
  if (cursor && (cursor.version !== 1 || !Array.isArray(cursor.recent) || !/^-?\d+$/.test(cursor.block))) {
    throw new InvalidInputError({ field: "cursor", value: cursor, expected: "a cursor of an earlier batch" })
  }
}

/** Whether an event is about the host and the renter of the filter. Only `Deposited` names a rental's parties. */
function makePartyFilter(chain: Chain, { escrow, host, renter, ...retryOptions }: WatchEventsParameters) {
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
