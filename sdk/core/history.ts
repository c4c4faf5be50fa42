// Lists of rentals without an indexer: by the parties, which are topics of `Deposited`, or machine by machine, where
// each deposit names the block of the one before.
import { DepositNotFoundError, InvalidInputError, ReadFailedError, TermsMismatchError } from "../errors.ts"
import type { Address, Hex, RentalsCursor } from "../types.ts"
import { assertAddress } from "./codec.ts"
import { decodeEvents, type EscrowEvent, topicOf } from "./events.ts"
import { idOf } from "./offer.ts"
import type { Chain, Log, Topics } from "./port.ts"
import { inOrder, logsByHeader, requireBlock } from "./proven.ts"
import { Behind, type Persistence, persist, persistInRange, startingPace } from "./ranges.ts"
import { getMachine } from "./reads.ts"

/** A deposit, with its rental. */
export type Deposit = EscrowEvent<"Deposited">

export type OfParties = Persistence & {
  readonly escrow: Address
  /** The host; without it, any. */
  readonly host?: Address | undefined
  /** The renter; without it, any. */
  readonly renter?: Address | undefined
  /** First block, the escrow's own at the earliest; needed unless there is a cursor. */
  readonly fromBlock?: bigint | undefined
  /** Last block; without it, the latest. */
  readonly toBlock?: bigint | undefined
  /** Where to go on, from an earlier answer. */
  readonly cursor?: RentalsCursor | undefined
  /** Deposits after which an answer ends, with a cursor; without it, 1000. */
  readonly limit?: number | undefined
}

/** A page of a list. */
export type RentalsOf = {
  /** The deposits, the oldest first; each holds its rental. */
  readonly deposits: Deposit[]
  /** For the next call; undefined: this was the last. */
  readonly cursor: RentalsCursor | undefined
  /** Last block that was read. */
  readonly to: bigint
}

const LIMIT = 1_000
/** Blocks below the latest that are read by their headers: a node may be behind. */
const NEAR = 32n

/** Rentals of a host or a renter. */
export async function getRentalsOf(chain: Chain, parameters: OfParties): Promise<RentalsOf> {
  const { escrow, cursor, limit = LIMIT, pollingInterval = chain.pollingInterval } = parameters
  assertLimit(limit)
  const persistence = { ...parameters, pollingInterval }
  const wanted = { address: escrow, topics: topicsOf(chain, parameters) }
  const latest = (await requireBlock(chain, "latest", persistence)).number
  const asked = parameters.toBlock ?? latest
  // A cursor's last block was there; a node that does not have it is behind.
  const toBlock = cursor ? BigInt(cursor.toBlock) : asked < latest ? asked : latest
  const first = cursor ? BigInt(cursor.nextBlock) : parameters.fromBlock
  if (typeof first !== "bigint") throw new InvalidInputError({ field: "fromBlock", value: first, expected: "a bigint" })

  const deposits: Deposit[] = []
  let pace = { ...startingPace, ...(cursor ? { size: BigInt(cursor.size) } : {}) }
  let next = first
  while (next <= toBlock && deposits.length < limit) {
    const fromBlock = next
    try {
      const settled = latest - NEAR < toBlock ? latest - NEAR : toBlock
      if (fromBlock <= settled) {
        const read = (from: bigint, to: bigint) => chain.logs({ ...wanted, fromBlock: from, toBlock: to })
        const piece = await persistInRange(read, { fromBlock, toBlock: settled, pace }, persistence)
        pace = piece.pace
        next = piece.toBlock + 1n
        deposits.push(...depositsIn(chain, escrow, piece.answer))
      } else {
        // More than these only where the node is far behind the cursor, or on another chain.
        const last = fromBlock + NEAR < toBlock ? fromBlock + NEAR : toBlock
        const range = { fromBlock, toBlock: last }
        const logs = await persist(() => nearLogs(chain, wanted, range, persistence), persistence)
        next = last + 1n
        deposits.push(...depositsIn(chain, escrow, logs))
      }
    } catch (cause) {
      if (!(cause instanceof Behind || cause instanceof ReadFailedError)) throw cause
      const { tries = 0 } = cause instanceof ReadFailedError ? cause.args : persistence
      const here = cursorAt(next, toBlock, pace.size)
      if (next === first) throw new ReadFailedError({ tries, cursor: here }, { cause: cause.cause ?? cause })
      // What was found is not thrown away: the next call fails, if the node still does.
      break
    }
  }
  return { deposits, cursor: next <= toBlock ? cursorAt(next, toBlock, pace.size) : undefined, to: next - 1n }
}

/** Of none, page after page would be empty. */
function assertLimit(limit: number): void {
  if (!(limit >= 1)) throw new InvalidInputError({ field: "limit", value: limit, expected: "1 or more" })
}

function cursorAt(next: bigint, to: bigint, size: bigint): RentalsCursor {
  return { nextBlock: String(next), toBlock: String(to), size: String(size) }
}

function topicsOf({ codec }: Chain, { escrow, host, renter }: OfParties): Topics {
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
  wanted: { readonly address: Address; readonly topics: Topics },
  { fromBlock, toBlock }: { readonly fromBlock: bigint; readonly toBlock: bigint },
  persistence: Persistence,
): Promise<Log[]> {
  const numbers = Array.from({ length: Number(toBlock - fromBlock + 1n) }, (_, place) => fromBlock + BigInt(place))
  const readLogs = logsByHeader(chain, wanted, persistence)
  const blocks = await Promise.all(numbers.map((number) => requireBlock(chain, number, persistence)))
  const isChain = blocks.every(({ parentHash }, place) => place === 0 || parentHash === blocks[place - 1]?.hash)
  if (!isChain) throw new Behind("The chain changed while it was read.")
  const logs: Log[] = []
  for (const block of blocks) logs.push(...(await readLogs(block)))
  return logs
}

/** The deposits among logs, in their order, each with the terms that its id stands for. */
function depositsIn({ codec }: Chain, escrow: Address, logs: readonly Log[]): Deposit[] {
  return decodeEvents(codec, { escrow, logs: inOrder(logs) }).flatMap((event) => {
    if (event.eventName !== "Deposited") return []
    const { id, rental } = event.args
    const actual = idOf(codec, rental)
    if (actual !== id) throw new TermsMismatchError({ id, actual })
    return [event]
  })
}

export type OfMachineHistory = Persistence & {
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
  readonly deposits: Deposit[]
  /** Block of the deposit before these; 0: there is none. */
  readonly previousDepositBlock: bigint
}

/** The rentals of one machine, backwards: one block is read for each. */
export async function getMachineHistory(chain: Chain, parameters: OfMachineHistory): Promise<MachineHistory> {
  const { escrow, host, machine, limit = Number.POSITIVE_INFINITY } = parameters
  assertLimit(limit)
  const persistence = { ...parameters, pollingInterval: parameters.pollingInterval ?? chain.pollingInterval }
  const topics = [topicOf(chain.codec, "Deposited"), null, asTopic(host)]
  const latest = await persist(() => getMachine(chain, { escrow, host, machine }), persistence)

  const deposits: Deposit[] = []
  let block = parameters.depositBlock ?? latest.depositBlock
  while (block > 0n && deposits.length < limit) {
    const depositBlock = block
    const found = await persist(async () => {
      const logs = await chain.logs({ address: escrow, topics, fromBlock: depositBlock, toBlock: depositBlock })
      const ofMachine = depositsIn(chain, escrow, logs).filter(({ args }) => {
        return args.rental.offer.machine === machine.toLowerCase()
      })
      // Later ones of the same block name that block itself.
      const previous = ofMachine[0]?.args.previousDepositBlock
      if (previous === undefined || previous >= depositBlock) throw new Behind("A node lacks a deposit.")
      return { previous, newestFirst: ofMachine.toReversed() }
    }, persistence).catch((cause: unknown) => {
      throw cause instanceof Behind ? new DepositNotFoundError({ machine, depositBlock }, { cause }) : cause
    })
    deposits.push(...found.newestFirst)
    block = found.previous
  }
  return { deposits, previousDepositBlock: block }
}
