// What the chain says of a host. Nothing here is an opinion: every number can be counted again from the same events.
import { BPS } from "../../generated/constants.ts"
import { cost } from "../../math.ts"
import type { Address, Hex, Offer, Reason, RentalState } from "../../types.ts"
import { initialPace, retryBlockRange } from "../blockRange.ts"
import { assertAddress } from "../codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { asReadFailed, NodeBehindError, type RetryOptions, retry } from "../retry.ts"
import { logsByNumber } from "../verifiedLogs.ts"
import { type DepositedEvent, getRentalsOf } from "./depositHistory.ts"
import { getStates } from "./rentals.ts"

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
export type RentalRecord = {
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
 * import { type RentalRecord, recordOf } from "@gpuflow/escrow/watch"
 *
 * const reliability = (records: RentalRecord[]) => recordOf(records).servedBps
 *
 * @param records One for each of the host's rentals
 * @returns The record, as `getHostRecord` gives it
 */
export function recordOf(records: readonly RentalRecord[]): HostRecord {
  const over = records.filter(({ reason }) => reason !== undefined)
  const count = (...reasons: readonly Reason[]) =>
    over.filter(({ reason }) => reason && reasons.includes(reason)).length
  const sum = (part: (record: RentalRecord) => bigint) => over.reduce((total, record) => total + part(record), 0n)
  const [promisedSeconds, servedSeconds] = [sum(promisedIn), sum(servedIn)]
  const feesPaid = new Map<Address, bigint>()
  for (const { token, fees } of records) feesPaid.set(token, (feesPaid.get(token) ?? 0n) + fees)
  return {
    rentals: records.length,
    open: records.length - over.length,
    completed: count("Completed", "Released"),
    cancelled: count("Cancelled"),
    declined: count("Declined"),
    noShows: count("NoShow"),
    interruptions: over.filter(({ state }) => state.interrupted).length,
    disputes: records.filter(({ disputed }) => disputed).length,
    rulings: count("Resolved"),
    promisedSeconds,
    servedSeconds,
    servedBps: promisedSeconds > 0n ? (servedSeconds * BPS) / promisedSeconds : undefined,
    feesPaid,
  }
}

function promisedIn({ reason, state }: RentalRecord): bigint {
  if (reason === "Cancelled") return 0n
  return endedByRenter(reason, state) ? state.served : state.duration
}

function servedIn({ state, hostBps }: RentalRecord): bigint {
  const served = state.served - state.refunded
  return hostBps === undefined ? served : (served * hostBps) / BPS
}

/** A dispute ends a rental that runs as its renter's `stop` does. */
function endedByRenter(reason: Reason | undefined, { interrupted }: RentalState): boolean {
  const reasons: readonly (Reason | undefined)[] = ["Released", "Conceded", "Resolved", "ArbitrationTimeout"]
  return !interrupted && reasons.includes(reason)
}

export type GetHostRecordParameters = RetryOptions & {
  /** The escrow's address. */
  readonly escrow: Address
  /** The host. */
  readonly host: Address
  /** First block to look at: the escrow's deployment, to see everything. */
  readonly fromBlock: bigint
  /** Last block; without it, the latest. */
  readonly toBlock?: bigint | undefined
}

const recordEvents = ["Closed", "Resolved", "Paid"] as const
/** What nodes accept as ids in one query. */
const RENTALS_AT_ONCE = 100

/** What the events from one block to another say of a host. */
export async function getHostRecord(chain: Chain, parameters: GetHostRecordParameters): Promise<HostRecord> {
  const { escrow, host, fromBlock, toBlock, ...waitOptions } = parameters
  assertAddress(chain.codec, "escrow", escrow)
  assertAddress(chain.codec, "host", host)
  const retryOptions = { ...waitOptions, pollingInterval: waitOptions.pollingInterval ?? chain.pollingInterval }
  const of = { escrow, host, ...retryOptions }
  let page = await getRentalsOf(chain, { ...of, fromBlock, toBlock })
  const deposits = [...page.deposits]
  while (page.cursor) {
    page = await getRentalsOf(chain, { ...of, cursor: page.cursor })
    deposits.push(...page.deposits)
  }
  const records: RentalRecord[] = []
  for (let first = 0; first < deposits.length; first += RENTALS_AT_ONCE) {
    const some = deposits.slice(first, first + RENTALS_AT_ONCE)
    const read = () => readRentalRecords(chain, escrow, some, { fromBlock, toBlock: page.to }, retryOptions)
    const found = await retry(read, retryOptions).catch((cause: unknown) => {
      throw asReadFailed(cause, retryOptions.tries)
    })
    records.push(...found)
  }
  return recordOf(records)
}

type BlockRange = { readonly fromBlock: bigint; readonly toBlock: bigint }

/** The records of rentals, as they stand at the end of a range. */
async function readRentalRecords(
  chain: Chain,
  escrow: Address,
  deposits: readonly DepositedEvent[],
  { fromBlock, toBlock }: BlockRange,
  retryOptions: RetryOptions,
): Promise<RentalRecord[]> {
  const { codec } = chain
  const ids = deposits.map(({ args }) => args.id)
  const states = await getStates(chain, { escrow, ids, blockNumber: toBlock })
  const topics = [recordEvents.map((name) => topicOf(codec, name)), ids]
  const read = logsByNumber(chain, { address: escrow, topics })
  const events: EscrowEvent[] = []
  for (let [next, pace] = [fromBlock, initialPace]; next <= toBlock; ) {
    const piece = await retryBlockRange(read, { fromBlock: next, toBlock, pace }, retryOptions)
    events.push(...decodeEvents(codec, { escrow, logs: piece.answer }))
    ;[next, pace] = [piece.toBlock + 1n, piece.pace]
  }
  return deposits.flatMap(({ args: { id, rental } }, index) => {
    const state = states[index]
    return state ? [rentalRecordOf(id, rental.offer, state, events)] : []
  })
}

const disputed: readonly (Reason | undefined)[] = ["Conceded", "Resolved", "ArbitrationTimeout"]

/** What the escrow itself says of a rental tells whether the node gave all its events. */
function rentalRecordOf(
  id: Hex,
  { token, pricePerHour }: Offer,
  state: RentalState,
  events: readonly EscrowEvent[],
): RentalRecord {
  let [paid, fees]: [bigint, bigint] = [0n, 0n]
  let reason: Reason | undefined
  let hostBps: bigint | undefined
  for (const { eventName, args } of events) {
    if (!("id" in args) || args.id !== id) continue
    if (eventName === "Resolved") hostBps = args.hostBps
    if (eventName === "Closed") reason = args.reason
    if (eventName === "Paid") paid += args.toHost + args.fee
    if (eventName === "Closed" || eventName === "Paid") fees += args.fee
  }
  const isClosed = state.status === "Closed"
  const isRuled = reason === "Resolved"
  const isWhole =
    isClosed === (reason !== undefined) &&
    isRuled === (hostBps !== undefined) &&
    paid === cost(pricePerHour, state.paid)
  if (!isWhole) throw new NodeBehindError(`A node lacks events of the rental ${id}.`)
  return { token, state, reason, disputed: state.status === "Disputed" || disputed.includes(reason), hostBps, fees }
}
