// Lists of rentals without an indexer: by the parties, which are topics of `Deposited`, or machine by machine, where
// each deposit names the block of the one before.
import {
  DepositNotFoundError,
  EscrowNotFoundError,
  InvalidInputError,
  ReadFailedError,
  TermsMismatchError,
  WrongCursorError,
} from "../../errors.ts"
import type { Address, Hex, RentalsCursor } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { initialPace, type RangePace, retryBlockRange } from "../blockRange.ts"
import { assertAddress } from "../codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "../escrowEvents.ts"
import type { Chain, Log, Topics } from "../port.ts"
import { getMachine } from "../rental/escrowRead.ts"
import { idOf } from "../rental/offerHash.ts"
import { asReadFailed, NodeBehindError, type RetryOptions, retry } from "../retry.ts"
import { type LogFilter, logsByHeader, logsByNumber, requireBlock, sortLogs } from "../verifiedLogs.ts"

/** A deposit, with its rental. */
export type DepositedEvent = EscrowEvent<"Deposited">

export type GetRentalsOfParameters = RetryOptions & {
  readonly escrow: Address
  /** The host; without it, any. */
  readonly host?: Address | undefined
  /** The renter; without it, any. */
  readonly renter?: Address | undefined
  /** First block, the escrow's own at the earliest; needed unless there is a cursor. */
  readonly fromBlock?: bigint | undefined
  /** Last block; without it, the latest. */
  readonly toBlock?: bigint | undefined
  /** Where to go on, from an earlier answer about the same parties. */
  readonly cursor?: RentalsCursor | undefined
  /** Deposits after which an answer ends, with a cursor; without it, 1000. */
  readonly limit?: number | undefined
}

/** A page of a list. */
export type RentalsPage = {
  /** The deposits, the oldest first; each holds its rental. */
  readonly deposits: DepositedEvent[]
  /** For the next call; undefined: this was the last. */
  readonly cursor: RentalsCursor | undefined
  /** Last block that was read. */
  readonly to: bigint
}

const LIMIT = 1_000
/** Blocks below the latest that are read by their headers: a node may be behind. */
const NEAR = 32n

/** Rentals of a host or a renter. */
export async function getRentalsOf(chain: Chain, parameters: GetRentalsOfParameters): Promise<RentalsPage> {
  const { escrow, host, renter, cursor, limit = LIMIT, pollingInterval = chain.pollingInterval } = parameters
  assertLimit(limit)
  if (cursor) assertCursor(cursor, parameters)
  const first = cursor ? BigInt(cursor.nextBlock) : assertBlock("fromBlock", parameters.fromBlock)
  const retryOptions = { ...parameters, pollingInterval }
  const failed = (cause: unknown, at: RentalsCursor | undefined) => asReadFailed(cause, retryOptions.tries, at)
  const readPiece = makeReader(chain, { address: escrow, topics: topicsOf(chain, parameters) }, retryOptions)
  const [chainId, { number: latest }] = await Promise.all([
    retry(() => requireEscrow(chain, parameters), retryOptions),
    requireBlock(chain, "latest", retryOptions),
  ]).catch((cause: unknown) => {
    throw failed(cause, cursor)
  })
  const asked = assertBlock("toBlock", parameters.toBlock ?? latest)
  // A cursor's last block was there; a node that does not have it is behind.
  const toBlock = cursor ? BigInt(cursor.toBlock) : least(asked, latest)

  const cursorAt = (next: bigint, { size }: RangePace): RentalsCursor => {
    const parties = Object.entries({ host, renter }).filter(([, address]) => address !== undefined)
    const range = { nextBlock: String(next), toBlock: String(toBlock), size: String(size) }
    return { version: 1, chainId, escrow, ...Object.fromEntries(parties), ...range }
  }
  const deposits: DepositedEvent[] = []
  let pace = { ...initialPace, ...(cursor ? { size: BigInt(cursor.size) } : {}) }
  let next = first
  while (next <= toBlock && deposits.length < limit) {
    try {
      const piece = await readPiece({ fromBlock: next, toBlock, pace }, latest)
      deposits.push(...depositsIn(chain, escrow, piece.answer))
      ;[next, pace] = [piece.toBlock + 1n, piece.pace]
    } catch (cause) {
      const failure = failed(cause, cursorAt(next, pace))
      // What was found is not thrown away: the next call fails, if the node still does.
      if (failure instanceof ReadFailedError && next > first) break
      throw failure
    }
  }
  return { deposits, cursor: next <= toBlock ? cursorAt(next, pace) : undefined, to: next - 1n }
}

type BlockRange = { readonly fromBlock: bigint; readonly toBlock: bigint; readonly pace: RangePace }

/** Reads the first blocks of a range: deep ones by their numbers, as many as are answered at once, or a few by their headers. */
function makeReader(chain: Chain, wanted: LogFilter, retryOptions: RetryOptions) {
  const readDeep = logsByNumber(chain, wanted)
  return async ({ fromBlock, toBlock, pace }: BlockRange, latest: bigint) => {
    const deep = least(toBlock, latest - NEAR)
    if (fromBlock <= deep) return retryBlockRange(readDeep, { fromBlock, toBlock: deep, pace }, retryOptions)
    // There are more than these only where the node is far behind the cursor.
    const few = { fromBlock, toBlock: least(toBlock, fromBlock + NEAR) }
    const answer = await retry(() => nearLogs(chain, wanted, few, retryOptions), retryOptions)
    return { answer, toBlock: few.toBlock, pace }
  }
}

const least = (a: bigint, b: bigint) => (a < b ? a : b)

function assertBlock(field: string, value: bigint | undefined): bigint {
  if (typeof value === "bigint") return value
  throw new InvalidInputError({ field, value, expected: "a bigint" })
}

/** Of none, page after page would be empty. */
function assertLimit(limit: number): void {
  if (!(limit >= 1)) throw new InvalidInputError({ field: "limit", value: limit, expected: "1 or more" })
}

/** Refuses a cursor that is none, or that another list of parties was read by. */
function assertCursor(cursor: RentalsCursor, { host, renter }: GetRentalsOfParameters): void {
  const { version, escrow, nextBlock, toBlock, size } = cursor
  const isCursor =
    version === 1 && [nextBlock, toBlock].every((number) => /^\d+$/.test(number)) && /^[1-9]\d*$/.test(size)
  const isSameParty = [
    [cursor.host, host],
    [cursor.renter, renter],
  ].every(([read = "", asked = ""]) => String(read).toLowerCase() === asked.toLowerCase())
  if (isCursor && typeof escrow === "string" && isSameParty) return
  const expected = "a cursor of an earlier answer about the same host and renter"
  throw new InvalidInputError({ field: "cursor", value: cursor, expected })
}

/** The chain, on which the escrow must be: elsewhere a list would be empty. */
async function requireEscrow(chain: Chain, { escrow, cursor }: GetRentalsOfParameters): Promise<number> {
  const chainId = await chain.chainId()
  if (cursor && (cursor.chainId !== chainId || !isSameAddress(cursor.escrow, escrow))) {
    const expected = { expectedChainId: chainId, expectedEscrow: escrow }
    throw new WrongCursorError({ chainId: cursor.chainId, escrow: cursor.escrow, ...expected })
  }
  if (!cursor && !(await chain.code(escrow))) throw new EscrowNotFoundError({ escrow })
  return chainId
}

function topicsOf({ codec }: Chain, { escrow, host, renter }: GetRentalsOfParameters): Topics {
  assertAddress(codec, "escrow", escrow)
  const parties = Object.entries({ host, renter }).map(([name, address]) => {
    if (address === undefined) return null
    assertAddress(codec, name, address)
    return asTopic(address)
  })
  return [topicOf(codec, "Deposited"), null, ...parties]
}

function asTopic(address: Address): Hex {
  return `0x${address.slice(2).toLowerCase().padStart(64, "0")}`
}

/** Logs of a few blocks that follow one another. */
async function nearLogs(
  chain: Chain,
  wanted: LogFilter,
  { fromBlock, toBlock }: { readonly fromBlock: bigint; readonly toBlock: bigint },
  retryOptions: RetryOptions,
): Promise<Log[]> {
  const numbers = Array.from({ length: Number(toBlock - fromBlock + 1n) }, (_, place) => fromBlock + BigInt(place))
  const readLogs = logsByHeader(chain, wanted, retryOptions)
  const blocks = await Promise.all(numbers.map((number) => requireBlock(chain, number, retryOptions)))
  const isChain = blocks.every(({ parentHash }, place) => place === 0 || parentHash === blocks[place - 1]?.hash)
  if (!isChain) throw new NodeBehindError("The chain changed while it was read.")
  const logs: Log[] = []
  for (const block of blocks) logs.push(...(await readLogs(block)))
  return logs
}

/** The deposits among logs, in their order, each with the terms that its id stands for. */
function depositsIn({ codec }: Chain, escrow: Address, logs: readonly Log[]): DepositedEvent[] {
  return decodeEvents(codec, { escrow, logs: sortLogs(logs) }).flatMap((event) => {
    if (event.eventName !== "Deposited") return []
    const { id, rental } = event.args
    const actual = idOf(codec, rental)
    if (actual !== id) throw new TermsMismatchError({ id, actual })
    return [event]
  })
}

export type GetMachineHistoryParameters = RetryOptions & {
  readonly escrow: Address
  /** The host. */
  readonly host: Address
  /** The host's id of the machine, 32 bytes. */
  readonly machine: Hex
  /** Deposits after which to stop; a block's are told together. Without it, all. */
  readonly limit?: number | undefined
  /** Block of the deposit to begin with, from an earlier answer; without it, the machine's latest. */
  readonly depositBlock?: bigint | undefined
}

/** A part of a machine's history. */
export type MachineHistory = {
  /** The deposits, the newest first; each holds its rental. */
  readonly deposits: DepositedEvent[]
  /** Block of the deposit before these; 0: there is none. */
  readonly previousDepositBlock: bigint
}

/** The rentals of one machine, backwards: one block is read for each. */
export async function getMachineHistory(
  chain: Chain,
  parameters: GetMachineHistoryParameters,
): Promise<MachineHistory> {
  const { escrow, host, machine, limit = Number.POSITIVE_INFINITY } = parameters
  assertLimit(limit)
  const retryOptions = { ...parameters, pollingInterval: parameters.pollingInterval ?? chain.pollingInterval }
  const topics = [topicOf(chain.codec, "Deposited"), null, asTopic(host)]
  const latest = await retry(() => getMachine(chain, { escrow, host, machine }), retryOptions)

  const deposits: DepositedEvent[] = []
  let block = parameters.depositBlock ?? latest.depositBlock
  while (block > 0n && deposits.length < limit) {
    const depositBlock = block
    const found = await retry(async () => {
      const logs = await chain.logs({ address: escrow, topics, fromBlock: depositBlock, toBlock: depositBlock })
      const ofMachine = depositsIn(chain, escrow, logs).filter(({ args }) => {
        return args.rental.offer.machine === machine.toLowerCase()
      })
      // Later ones of the same block name that block itself.
      const previous = ofMachine[0]?.args.previousDepositBlock
      if (previous === undefined || previous >= depositBlock) throw new NodeBehindError("A node lacks a deposit.")
      return { previous, newestFirst: ofMachine.toReversed() }
    }, retryOptions).catch((cause: unknown) => {
      throw cause instanceof NodeBehindError ? new DepositNotFoundError({ machine, depositBlock }, { cause }) : cause
    })
    deposits.push(...found.newestFirst)
    block = found.previous
  }
  return { deposits, previousDepositBlock: block }
}
