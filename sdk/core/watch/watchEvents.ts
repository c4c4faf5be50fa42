// Reports the escrow's events as they happen, and their removal if the chain replaces their blocks. The cursor stands for
// one branch of the chain: each block that is added must name the cursor's last block as its parent, whichever node
// answers. If it does not, its parents are followed down to a block that the cursor knows, and the events reported above
// that block are reported as removed. At any time, the reported events are those of one branch, each once.

import type { EventName } from "../../abiTypes.ts"
import type { Address, EventCursor, EventLog } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { type KnownBlockRange, min, paceOf, type RangePace, retryBlockRange } from "../blockRange.ts"
import { assertAddress, assertInput, InvalidInputError } from "../codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "../escrowEvents.ts"
import type { Block, Chain, Log } from "../port.ts"
import { EscrowNotFoundError } from "../rental/rentalErrors.ts"
import { asReadFailed, DEFAULT_TRIES, NodeBehindError, type RetryOptions, retry, sleep } from "../retry.ts"
import { logsByHeader, logsByNumber, MAX_REORG_DEPTH, readBlock, requireBlock } from "../verifiedLogs.ts"
import { type Branch, branchOf, isNext, ReorgTooDeepError, WrongCursorError } from "./eventCursor.ts"
import { type EventFilter, makePartyFilter } from "./eventFilter.ts"

/** Parameters of `watchEvents`. */
export type WatchEventsParameters<names extends EventName = EventName> = EventFilter<names> &
  RetryOptions & {
    /** The escrow's address. */
    readonly escrow: Address
    /** Where to continue, from an earlier batch. */
    readonly cursor?: EventCursor | undefined
    /** First block, if there is no cursor. Default: the block after the latest. */
    readonly fromBlock?: bigint | undefined
    /** Blocks that must follow one before it is reported. Default: 0, which reports a block at once and removes it if the chain replaces it. */
    readonly confirmations?: number | undefined
    /** Number of blocks that the chain may replace, and that a node may lag behind. Default: 256. */
    readonly maxReorgDepth?: number | undefined
    /** What the node is known to answer at once, in blocks. Default: found out by trying. */
    readonly blockRange?: KnownBlockRange | undefined
    /** End at the latest block instead of waiting for the next one. Default: false. */
    readonly untilLatest?: boolean | undefined
  }

/** The changes since the batch before. */
export type EventBatch<names extends EventName = EventName> = {
  /** Events that happened, the oldest first. */
  readonly added: EscrowEvent<names>[]
  /** Events that were reported before and that the chain has reverted, the newest first. */
  readonly removed: EscrowEvent<names>[]
  /** Store it together with the results of these events: pass it later to continue without a loss or a repetition. */
  readonly cursor: EventCursor
  /** Last block that was processed. */
  readonly to: bigint
}

/** Headers requested at once. */
const AHEAD = 8n

/**
 * Follows an escrow's events through reorganisations, lagging or refusing nodes, and restarts. Every batch comes with a
 * cursor. Store the cursor together with your results of the batch and pass it to a later call to continue: no event is
 * lost or reported twice. Events that the chain reverts are reported as `removed`. A batch may hold no event. Its
 * cursor is newer all the same.
 *
 * @example
 * import { watchEvents } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * for await (const { added, removed, cursor } of watchEvents(client, { escrow: "0x…", host: "0x…", fromBlock: 1n })) {
 *   for (const { eventName, args } of removed) console.log("taken back", eventName, args)
 *   for (const { eventName, args } of added) console.log(eventName, args)
 *   console.log("keep this", JSON.stringify(cursor))
 * }
 *
 * @returns Batches, without end unless `untilLatest`: added events, removed events, the cursor, and the last block that was processed
 * @throws {ReadFailedError} if the node keeps failing. It holds the last cursor
 * @throws {ReorgTooDeepError} if the chain replaced more blocks than `maxReorgDepth`. `resyncFrom` is the block to start again from
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {InvalidInputError} for an invalid parameter
 * @throws {WrongChainError} if the node is on another chain than the client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
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
      batch = cursor ? await nextBatch(follower, cursor) : await firstBatch(follower)
      failures = 0
    } catch (cause) {
      if (signal?.aborted) return
      failures += 1
      if (!(cause instanceof NodeBehindError) || failures >= tries) throw asReadFailed(cause, tries, cursor)
      isBehind = true
    }
    if (batch) {
      cursor = batch.cursor
      // The filter lets only these events through.
      yield batch as EventBatch<names>
    } else if (untilLatest && !isBehind) return
    else await sleep(pollingInterval, signal)
  }
}

/** What the steps share. All of it can be read again at any time. */
type Follower = {
  readonly chain: Chain
  readonly parameters: WatchEventsParameters
  readonly confirmations: number
  readonly maxReorgDepth: number
  readonly readRange: (fromBlock: bigint, toBlock: bigint) => Promise<Log[]>
  readonly readLogs: (block: Block) => Promise<Log[]>
  readonly matchesParties: (event: EscrowEvent) => Promise<boolean>
  pace: RangePace
  isCursorChecked: boolean
}

function makeFollower(chain: Chain, parameters: WatchEventsParameters): Follower {
  const { escrow, id, events, confirmations = 0, maxReorgDepth = MAX_REORG_DEPTH } = parameters
  assertParameters(chain, parameters)
  const { codec } = chain
  const topics = [events ? events.map((name) => topicOf(codec, name)) : null, ...(id ? [[id].flat()] : [])]
  const wanted = { address: escrow, topics }
  return {
    chain,
    parameters,
    confirmations,
    maxReorgDepth,
    readRange: logsByNumber(chain, wanted),
    readLogs: logsByHeader(chain, wanted, parameters),
    matchesParties: makePartyFilter(chain, parameters),
    pace: paceOf(parameters.blockRange),
    isCursorChecked: false,
  }
}

/** A batch without events, with a cursor to come back to. */
async function firstBatch({ chain, parameters }: Follower): Promise<EventBatch> {
  const { escrow } = parameters
  const chainId = await retry(() => chain.chainId(), parameters)
  const fromBlock = parameters.fromBlock ?? (await requireBlock(chain, "latest", parameters)).number + 1n
  const [first, to] = [String(fromBlock), fromBlock - 1n]
  const cursor: EventCursor = { version: 1, chainId, escrow, fromBlock: first, block: String(to), recent: [] }
  return { added: [], removed: [], cursor, to }
}

/** The next batch after a cursor; undefined if there is nothing new. */
async function nextBatch(follower: Follower, cursor: EventCursor): Promise<EventBatch | undefined> {
  const { chain, parameters, confirmations, maxReorgDepth } = follower
  if (!follower.isCursorChecked) await checkCursor(follower, cursor)
  const branch = branchOf(cursor)
  const latest = await requireBlock(chain, "latest", parameters)
  const target = latest.number - BigInt(confirmations)
  const at = branch.block + 1n
  if (target < branch.lowest) return undefined

  // A head below the cursor's belongs to a node that is behind, or to another branch.
  const top = target < at ? target : at
  const block = top === latest.number ? latest : await requireBlock(chain, top, parameters)
  const known = target < at ? branch.hashAt(top) === block.hash : isNext(branch, block)
  if (!known) return removeAbove(follower, cursor, await commonAncestor(follower, branch, block))
  if (target < at) return undefined
  const settled = min(latest.number - BigInt(maxReorgDepth), target)
  return at <= settled ? addRange(follower, cursor, settled) : addBlocks(follower, cursor, block, target)
}

async function checkCursor(follower: Follower, cursor: EventCursor): Promise<void> {
  const { chain, parameters } = follower
  const { escrow } = parameters
  const chainId = await retry(() => chain.chainId(), parameters)
  if (chainId !== cursor.chainId || !isSameAddress(escrow, cursor.escrow)) {
    const expected = { expectedChainId: chainId, expectedEscrow: escrow }
    throw new WrongCursorError({ chainId: cursor.chainId, escrow: cursor.escrow, ...expected })
  }
  if (!(await retry(() => chain.code(escrow), parameters))) throw new EscrowNotFoundError({ escrow })
  follower.isCursorChecked = true
}

/** The last block below this one that the cursor knows. */
async function commonAncestor(follower: Follower, branch: Branch, block: Block): Promise<bigint> {
  const { chain, parameters, maxReorgDepth } = follower
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

/** Reports the events above a block as removed. */
function removeAbove({ chain, parameters }: Follower, cursor: EventCursor, ancestor: bigint): EventBatch {
  const { escrow } = parameters
  const { block, recent } = cursor
  const kept = Math.max(recent.length - Number(BigInt(block) - ancestor), 0)
  const logs = recent.slice(kept).flatMap(({ hash, logs }, place) => {
    const blockNumber = ancestor + 1n + BigInt(place)
    return logs.map((log) => ({ ...log, address: escrow, blockNumber, blockHash: hash }))
  })
  const removed = decodeEvents(chain.codec, { escrow, logs }).toReversed()
  const next = { ...cursor, block: String(ancestor), recent: recent.slice(0, kept) }
  return { added: [], removed, cursor: next, to: ancestor }
}

/** Adds blocks so deep that none of them is replaced, and that every node has: read by number, many at once. */
async function addRange(follower: Follower, cursor: EventCursor, settled: bigint): Promise<EventBatch> {
  const { chain, parameters } = follower
  const range = { fromBlock: BigInt(cursor.block) + 1n, toBlock: settled, pace: follower.pace }
  const piece = await retryBlockRange(follower.readRange, range, parameters)
  const { hash } = await requireBlock(chain, piece.toBlock, parameters)
  const chosen = await selectLogs(follower, piece.answer)
  follower.pace = piece.pace
  // Deeper blocks need no removal.
  const next = { ...cursor, block: String(piece.toBlock), recent: [{ hash, logs: [] }] }
  return { added: chosen.events, removed: [], cursor: next, to: piece.toBlock }
}

/** Adds blocks that the chain may still replace: one by one, each the child of the one before. */
async function addBlocks(follower: Follower, cursor: EventCursor, first: Block, target: bigint): Promise<EventBatch> {
  const { chain, parameters, maxReorgDepth } = follower
  const numbers = Array.from({ length: Number(min(target - first.number, AHEAD - 1n)) }, (_, place) => {
    return first.number + 1n + BigInt(place)
  })
  const more = await Promise.all(numbers.map((number) => retry(() => readBlock(chain, number), parameters)))
  const blocks = [first]
  for (const block of more) {
    if (!block || block.parentHash !== blocks.at(-1)?.hash) break
    blocks.push(block)
  }
  const logs = await Promise.all(blocks.map((block) => follower.readLogs(block)))
  const added: EscrowEvent[] = []
  const recent = [...cursor.recent]
  for (const [place, { hash }] of blocks.entries()) {
    const chosen = await selectLogs(follower, logs[place] ?? [])
    added.push(...chosen.events)
    recent.push({ hash, logs: chosen.logs.map(toEventLog) })
  }
  const to = first.number + BigInt(blocks.length) - 1n
  // The block below the deepest that may be replaced stays known.
  const next = { ...cursor, block: String(to), recent: recent.slice(-maxReorgDepth - 1) }
  return { added, removed: [], cursor: next, to }
}

/** The logs that pass the filter, with their events. */
async function selectLogs(
  { chain, parameters, matchesParties }: Follower,
  logs: readonly Log[],
): Promise<{ readonly logs: Log[]; readonly events: EscrowEvent[] }> {
  const { escrow } = parameters
  const chosen: { log: Log; event: EscrowEvent }[] = []
  for (const log of logs) {
    for (const event of decodeEvents(chain.codec, { escrow, logs: [log] })) {
      if (await matchesParties(event)) chosen.push({ log, event })
    }
  }
  return { logs: chosen.map(({ log }) => log), events: chosen.map(({ event }) => event) }
}

function toEventLog({ topics, data, logIndex, transactionHash }: Log): EventLog {
  if (logIndex === null || transactionHash === null) throw new NodeBehindError("A node gave a log that is in no block.")
  return { topics, data, logIndex, transactionHash }
}

function assertParameters({ codec }: Chain, parameters: WatchEventsParameters) {
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
