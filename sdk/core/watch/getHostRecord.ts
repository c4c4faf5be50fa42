import { cost } from "../../math.ts"
import type { Address, Hex, Offer, Reason, RentalState } from "../../types.ts"
import { initialPace, retryBlockRange } from "../blockRange.ts"
import { assertAddress } from "../codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { asReadFailed, NodeBehindError, type RetryOptions, retry } from "../retry.ts"
import { logsByNumber } from "../verifiedLogs.ts"
import type { DepositedEvent } from "./depositHistory.ts"
import { getRentalsOf } from "./getRentalsOf.ts"
import { getStates } from "./getStates.ts"
import { type HostRecord, type RentalRecord, recordOf } from "./hostRecord.ts"

/** Parameters of `getHostRecord`. */
export type GetHostRecordParameters = RetryOptions & {
  /** The escrow's address. */
  readonly escrow: Address
  /** The host. */
  readonly host: Address
  /** First block to read. Pass the block of the escrow's deployment to count everything. */
  readonly fromBlock: bigint
  /** Last block. Default: the latest. */
  readonly toBlock?: bigint | undefined
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
 * @returns The record
 * @throws {ReadFailedError} if the node keeps failing, or returns fewer events than the escrow's state accounts for
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter
 */
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

/** The state of a rental shows whether the node returned all its events. */
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
    paid === cost(pricePerHour, state.paidSeconds)
  if (!isWhole) throw new NodeBehindError(`A node lacks events of the rental ${id}.`)
  return { token, state, reason, disputed: state.status === "Disputed" || disputed.includes(reason), hostBps, fees }
}
