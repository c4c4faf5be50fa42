// What the chain says of a host. Nothing here is an opinion: every number can be counted again from the same events.
import { BPS } from "../generated/constants.ts"
import type { Address, Hex, Reason, RentalState } from "../types.ts"
import { assertAddress } from "./codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "./events.ts"
import { type Deposit, getRentalsOf } from "./history.ts"
import type { Chain } from "./port.ts"
import { readRange } from "./ranges.ts"
import { getStates } from "./rentals.ts"
import { latestBlock } from "./wait.ts"

/** A host's past, counted over the rentals that are over. */
export type HostRecord = {
  /** Rentals that were paid for, those under way included. */
  readonly rentals: number
  /** Of them, under way. */
  readonly open: number
  /** Served to the end that was promised, or until the renter ended it. */
  readonly completed: number
  /** Funded and ended by the renter before the start: says nothing of the host. */
  readonly cancelled: number
  /** Refused by the host before the start. */
  readonly declined: number
  /** Never started. */
  readonly noShows: number
  /** Ended early by the host. */
  readonly interruptions: number
  /** Disputed by the renter, whatever came of it. */
  readonly disputes: number
  /** Of the disputes, those in which the arbiter ruled. */
  readonly rulings: number
  /**
   * Seconds promised: the whole duration; where the renter ended it, until then; where it cancelled, none.
   */
  readonly promisedSeconds: bigint
  /**
   * Seconds served, of those promised: what was billed, less what the host gave back; after a ruling, the share that the
   * arbiter gave.
   */
  readonly servedSeconds: bigint
  /** `servedSeconds` over `promisedSeconds`, basis points rounded down; undefined before anything was promised. */
  readonly servedBps: bigint | undefined
  /** Fees paid on it, base units by token: what the record cost to build. Weigh by it: a host can rent from itself. */
  readonly feesPaid: ReadonlyMap<Address, bigint>
}

/** One rental's part of it. */
export type Chapter = {
  readonly token: Address
  readonly state: RentalState
  /** Why it ended; undefined while it is under way. */
  readonly reason: Reason | undefined
  readonly disputed: boolean
  /** The arbiter's ruling, basis points. */
  readonly hostBps: bigint | undefined
  /** Fees taken on it, base units. */
  readonly fees: bigint
}

/**
 * A host's record from what is known of its rentals, for who has the events already.
 *
 * @example
 * import { type Chapter, recordOf } from "@gpuflow/escrow/watch"
 *
 * const reliability = (chapters: Chapter[]) => recordOf(chapters).servedBps
 *
 * @param chapters One for each of the host's rentals
 * @returns The record, as `getHostRecord` gives it
 */
export function recordOf(chapters: readonly Chapter[]): HostRecord {
  const over = chapters.filter(({ reason }) => reason !== undefined)
  const count = (...reasons: readonly Reason[]) =>
    over.filter(({ reason }) => reason && reasons.includes(reason)).length
  const sum = (part: (chapter: Chapter) => bigint) => over.reduce((total, chapter) => total + part(chapter), 0n)
  const [promisedSeconds, servedSeconds] = [sum(promisedIn), sum(servedIn)]
  const feesPaid = new Map<Address, bigint>()
  for (const { token, fees } of chapters) feesPaid.set(token, (feesPaid.get(token) ?? 0n) + fees)
  return {
    rentals: chapters.length,
    open: chapters.length - over.length,
    completed: count("Completed", "Released"),
    cancelled: count("Cancelled"),
    declined: count("Declined"),
    noShows: count("NoShow"),
    interruptions: over.filter(({ state }) => state.interrupted).length,
    disputes: chapters.filter(({ disputed }) => disputed).length,
    rulings: count("Resolved"),
    promisedSeconds,
    servedSeconds,
    servedBps: promisedSeconds > 0n ? (servedSeconds * BPS) / promisedSeconds : undefined,
    feesPaid,
  }
}

function promisedIn({ reason, state }: Chapter): bigint {
  if (reason === "Cancelled") return 0n
  return endedByRenter(reason, state) ? state.served : state.duration
}

function servedIn({ state, hostBps }: Chapter): bigint {
  const served = state.served - state.refunded
  return hostBps === undefined ? served : (served * hostBps) / BPS
}

/** A dispute ends a rental that runs as its renter's `stop` does. */
function endedByRenter(reason: Reason | undefined, { interrupted }: RentalState): boolean {
  const reasons: readonly (Reason | undefined)[] = ["Released", "Conceded", "Resolved", "ArbitrationTimeout"]
  return !interrupted && reasons.includes(reason)
}

export type OfHostPast = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The host. */
  readonly host: Address
  /** First block to look at: the escrow's deployment, to see everything. */
  readonly fromBlock: bigint
  /** Last block; without it, the latest. */
  readonly toBlock?: bigint | undefined
}

const telling = ["Closed", "Disputed", "Resolved", "Paid"] as const
/** Ids in one query: what nodes accept. */
const IDS_PER_QUERY = 100

/** What the events from one block to another say of a host. */
export async function getHostRecord(
  chain: Chain,
  { escrow, host, fromBlock, ...options }: OfHostPast,
): Promise<HostRecord> {
  const { codec } = chain
  assertAddress(codec, "escrow", escrow)
  assertAddress(codec, "host", host)
  const { number: latest } = await latestBlock(chain)
  const { toBlock: asked = latest } = options
  // Of later blocks no node has the states.
  const toBlock = asked < latest ? asked : latest
  const deposits: Deposit[] = []
  let page = await getRentalsOf(chain, { escrow, host, fromBlock, toBlock })
  deposits.push(...page.deposits)
  while (page.cursor) {
    page = await getRentalsOf(chain, { escrow, host, cursor: page.cursor })
    deposits.push(...page.deposits)
  }
  const ids = deposits.map(({ args }) => args.id)
  const events: EscrowEvent[] = []
  for (let first = 0; first < ids.length; first += IDS_PER_QUERY) {
    const topics = [telling.map((name) => topicOf(codec, name)), ids.slice(first, first + IDS_PER_QUERY)]
    const logs = await readRange(chain, { address: escrow, topics }, { fromBlock, toBlock })
    events.push(...decodeEvents(codec, { escrow, logs }))
  }
  const states = await getStates(chain, { escrow, ids, blockNumber: toBlock })
  return recordOf(
    deposits.flatMap(({ args: { id, rental } }, index) => {
      const state = states[index]
      return state ? [chapterOf(id, rental.offer.token, state, events)] : []
    }),
  )
}

function chapterOf(id: Hex, token: Address, state: RentalState, events: readonly EscrowEvent[]): Chapter {
  const own = events.filter(({ args }) => "id" in args && args.id === id)
  let [reason, hostBps, disputed, fees]: [Reason | undefined, bigint | undefined, boolean, bigint] = [
    undefined,
    undefined,
    false,
    0n,
  ]
  for (const event of own) {
    if (event.eventName === "Closed") reason = event.args.reason
    if (event.eventName === "Resolved") hostBps = event.args.hostBps
    if (event.eventName === "Disputed") disputed = true
    if (event.eventName === "Closed" || event.eventName === "Paid") fees += event.args.fee
  }
  return { token, state, reason, disputed, hostBps, fees }
}
