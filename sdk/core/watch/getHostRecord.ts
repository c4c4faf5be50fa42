import { cost } from "../../math.ts"
import type { Address, Hex, HostRecordCursor, OpenRental, Reason, RentalState } from "../../types.ts"
import { type KnownBlockRange, paceOf, type RangePace, retryBlockRange } from "../blockRange.ts"
import { assertAddress, InvalidInputError } from "../codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { asReadFailed, NodeBehindError, type RetryOptions, retry } from "../retry.ts"
import { logsByNumber } from "../verifiedLogs.ts"
import type { DepositedEvent } from "./depositHistory.ts"
import { allRentalsOf } from "./getRentalsOf.ts"
import { getStates } from "./getStates.ts"
import { addRecords, type HostRecord, packRecord, type RentalRecord, recordOf, unpackRecord } from "./hostRecord.ts"

/** Parameters of `getHostRecord`. */
export type GetHostRecordParameters = RetryOptions & {
  /** The escrow's address. */
  readonly escrow: Address
  /** The host. */
  readonly host: Address
  /** First block to read. Pass the block of the escrow's deployment to count everything. Required without a cursor. */
  readonly fromBlock?: bigint | undefined
  /** Last block. Default: the latest. */
  readonly toBlock?: bigint | undefined
  /** Where to continue, from an earlier result for the same host. Only what is new is read. */
  readonly cursor?: HostRecordCursor | undefined
  /** What the node is known to answer at once, in blocks. Default: found out by trying. */
  readonly blockRange?: KnownBlockRange | undefined
}

/** A record, and where to continue counting. */
export type CountedHostRecord = HostRecord & {
  /**
   * Store it, and pass it later to read only what is new. It stands for blocks that are 256 deep or more. Undefined:
   * nothing so deep was read.
   */
  readonly cursor: HostRecordCursor | undefined
}

const recordEvents = ["Closed", "Resolved", "Paid"] as const
/** Number of ids that nodes accept in one query. */
const RENTALS_AT_ONCE = 100

/**
 * Counts a host's record from the chain's events: rentals, seconds served of those promised, no-shows, interruptions,
 * disputes, and the fees paid. Only closed rentals count, each once. A rental that the renter cancelled before the
 * start counts as nothing promised. A rental that the renter ended early was promised only until then. Refunded seconds
 * were not served. Of a rental with a ruling, the ruling's share was served. A host can rent from itself and pays only
 * the platform's fee for it, so weigh a record by `feesPaid`.
 *
 * @example
 * import { getHostRecord } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const record = await getHostRecord(client, { escrow: "0x…", host: "0x…", fromBlock: 70_000_000n })
 * console.log(`${record.rentals} rentals, ${Number(record.servedBps ?? 0n) / 100} % of the time served`)
 *
 * @returns The record, and a cursor to continue from
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {ReorgTooDeepError} for a cursor whose last block the chain has replaced. Count again without it
 * @throws {ReadFailedError} if the node keeps failing, or returns fewer events than the escrow's state accounts for
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter
 */
export async function getHostRecord(chain: Chain, parameters: GetHostRecordParameters): Promise<CountedHostRecord> {
  const { escrow, host, fromBlock, toBlock, cursor, blockRange, ...waitOptions } = parameters
  assertAddress(chain.codec, "escrow", escrow)
  assertAddress(chain.codec, "host", host)
  const before = cursor && unpackCursor(cursor)
  const retryOptions = { ...waitOptions, pollingInterval: waitOptions.pollingInterval ?? chain.pollingInterval }
  const of = { escrow, host, blockRange, ...retryOptions }
  const start = cursor ? { cursor: cursor.rentals } : { fromBlock }
  const { deposits, resume, to } = await allRentalsOf(chain, { ...of, ...start, toBlock })
  const first = cursor ? BigInt(cursor.rentals.nextBlock) : (fromBlock ?? 0n)
  const open = [...(before?.open ?? []), ...deposits.map(toOpenRental)]
  const settled = resume ? BigInt(resume.nextBlock) - 1n : -1n
  const range = { fromBlock: first, toBlock: to, settled, pace: paceOf(blockRange) }
  const counted: CountedRental[] = []
  for (let at = 0; at < open.length; at += RENTALS_AT_ONCE) {
    const read = () => countRentals(chain, escrow, open.slice(at, at + RENTALS_AT_ONCE), range, retryOptions)
    const found = await retry(read, retryOptions).catch((cause: unknown) => {
      throw asReadFailed(cause, retryOptions.tries)
    })
    counted.push(...found)
  }
  const closed = before?.closed ?? recordOf([])
  const record = addRecords(closed, recordOf(counted.map(({ record }) => record)))
  const final = counted.filter(({ isFinal }) => isFinal).map(({ record }) => record)
  const next = resume && {
    version: 1 as const,
    rentals: resume,
    open: counted.flatMap(({ isFinal, carried }) => (carried && !isFinal ? [packRental(carried)] : [])),
    ...packRecord(addRecords(closed, recordOf(final))),
  }
  return { ...record, cursor: next }
}

/** A rental that is not counted as closed yet, with what was paid up to some block. */
type Tally = {
  readonly id: Hex
  readonly token: Address
  readonly pricePerHour: bigint
  readonly paid: bigint
  readonly fees: bigint
  /** Block of the deposit. Undefined: below the cursor. */
  readonly depositBlock?: bigint | undefined
}

type CountedRental = {
  readonly record: RentalRecord
  /** It ended in a block that is not replaced any more. */
  readonly isFinal: boolean
  /** The rental up to the last such block. Undefined: it was deposited later. */
  readonly carried: Tally | undefined
}

function toOpenRental({ args: { id, rental }, blockNumber }: DepositedEvent): Tally {
  const { token, pricePerHour } = rental.offer
  return { id, token, pricePerHour, paid: 0n, fees: 0n, depositBlock: blockNumber ?? undefined }
}

function packRental({ id, token, pricePerHour, paid, fees }: Tally): OpenRental {
  return { id, token, pricePerHour: String(pricePerHour), paid: String(paid), fees: String(fees) }
}

/** Refuses what no record returned. */
function unpackCursor(cursor: HostRecordCursor): { readonly open: Tally[]; readonly closed: HostRecord } {
  try {
    if (cursor.version !== 1 || !cursor.rentals.hash) throw new TypeError("not a cursor")
    const open = cursor.open.map(({ id, token, pricePerHour, paid, fees }) => {
      return { id, token, pricePerHour: BigInt(pricePerHour), paid: BigInt(paid), fees: BigInt(fees) }
    })
    return { open, closed: unpackRecord(cursor) }
  } catch (cause) {
    throw new InvalidInputError(
      { field: "cursor", value: cursor, expected: "a cursor of an earlier record" },
      { cause },
    )
  }
}

type BlockRange = {
  readonly fromBlock: bigint
  readonly toBlock: bigint
  /** Last block that the chain does not replace any more. */
  readonly settled: bigint
  readonly pace: RangePace
}

/** The records of rentals, as they stand at the end of a range. */
async function countRentals(
  chain: Chain,
  escrow: Address,
  rentals: readonly Tally[],
  { fromBlock, toBlock, settled, pace: firstPace }: BlockRange,
  retryOptions: RetryOptions,
): Promise<CountedRental[]> {
  const { codec } = chain
  const ids = rentals.map(({ id }) => id)
  const states = await getStates(chain, { escrow, ids, blockNumber: toBlock })
  const topics = [recordEvents.map((name) => topicOf(codec, name)), ids]
  const read = logsByNumber(chain, { address: escrow, topics })
  const events: EscrowEvent[] = []
  for (let [next, pace] = [fromBlock, firstPace]; next <= toBlock; ) {
    const piece = await retryBlockRange(read, { fromBlock: next, toBlock, pace }, retryOptions)
    events.push(...decodeEvents(codec, { escrow, logs: piece.answer }))
    ;[next, pace] = [piece.toBlock + 1n, piece.pace]
  }
  return rentals.flatMap((rental, index) => {
    const state = states[index]
    return state ? [countRental(rental, state, events, settled)] : []
  })
}

const disputed: readonly (Reason | undefined)[] = ["Conceded", "Resolved", "ArbitrationTimeout"]

/** The state of a rental shows whether the node returned all its events. */
function countRental(
  before: Tally,
  state: RentalState,
  events: readonly EscrowEvent[],
  settled: bigint,
): CountedRental {
  const { id, token, pricePerHour, depositBlock = -1n } = before
  let { paid, fees } = before
  let carried = before
  let reason: Reason | undefined
  let hostBps: bigint | undefined
  let endBlock = 0n
  for (const { eventName, args, blockNumber } of events) {
    if (!("id" in args) || args.id !== id) continue
    if (eventName === "Resolved") hostBps = args.hostBps
    if (eventName === "Closed") [reason, endBlock] = [args.reason, blockNumber ?? settled + 1n]
    if (eventName === "Paid") paid += args.toHost + args.fee
    if (eventName === "Closed" || eventName === "Paid") fees += args.fee
    if (blockNumber !== null && blockNumber <= settled) carried = { ...before, paid, fees }
  }
  const isClosed = state.status === "Closed"
  const isRuled = reason === "Resolved"
  const isWhole =
    isClosed === (reason !== undefined) &&
    isRuled === (hostBps !== undefined) &&
    paid === cost(pricePerHour, state.paidSeconds)
  if (!isWhole) throw new NodeBehindError(`A node lacks events of the rental ${id}.`)
  const isDisputed = state.status === "Disputed" || disputed.includes(reason)
  return {
    record: { token, state, reason, disputed: isDisputed, hostBps, fees },
    isFinal: isClosed && endBlock <= settled,
    carried: depositBlock <= settled ? carried : undefined,
  }
}
