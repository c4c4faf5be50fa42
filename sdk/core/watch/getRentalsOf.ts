import type { Address, Hash, RentalsCursor } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { type KnownBlockRange, min, paceOf, type RangePace } from "../blockRange.ts"
import { assertAddress, InvalidInputError } from "../codec.ts"
import { depositTopic } from "../escrowEvents.ts"
import type { Chain, Topics } from "../port.ts"
import { EscrowNotFoundError } from "../rental/rentalErrors.ts"
import { asReadFailed, ReadFailedError, type RetryOptions, retry } from "../retry.ts"
import { MAX_REORG_DEPTH, makeReader, requireBlock } from "../verifiedLogs.ts"
import { assertLimit, asTopic, type DepositedEvent, depositsIn } from "./depositHistory.ts"
import { ReorgTooDeepError, WrongCursorError } from "./eventCursor.ts"

/** Parameters of `getRentalsOf`. */
export type GetRentalsOfParameters = RetryOptions & {
  /** The escrow's address. */
  readonly escrow: Address
  /** The host. Default: any. */
  readonly host?: Address | undefined
  /** The renter. Default: any. */
  readonly renter?: Address | undefined
  /** First block, such as the block of the escrow's deployment. Required without a cursor. */
  readonly fromBlock?: bigint | undefined
  /** Last block. Default: the latest. */
  readonly toBlock?: bigint | undefined
  /** Where to continue, from an earlier result for the same parties: its `cursor`, or its `resume` at a later time. */
  readonly cursor?: RentalsCursor | undefined
  /** Number of deposits after which a page ends with a cursor. Default: 1000. */
  readonly limit?: number | undefined
  /** What the node is known to answer at once, in blocks. Default: found out by trying. */
  readonly blockRange?: KnownBlockRange | undefined
}

/** A page of a list. */
export type RentalsPage = {
  /** The deposits, the oldest first. Each holds its rental. */
  readonly deposits: DepositedEvent[]
  /** Pass it to the next call. Undefined: this was the last page. */
  readonly cursor: RentalsCursor | undefined
  /** Last block that was read. */
  readonly to: bigint
  /**
   * Where a later read goes on without repeating this one. Store it with the deposits of the blocks before its
   * `nextBlock`: they are 256 blocks deep or more. Undefined: nothing so deep was read.
   */
  readonly resume: RentalsCursor | undefined
}

const LIMIT = 1_000

/**
 * Lists the rentals of a host or a renter from the events of their deposits. Blocks are requested in pieces as large as
 * the node answers. The terms are checked against their ids. To read only what is new the next time, store `resume` and
 * the deposits before its `nextBlock`, and pass it as `cursor`.
 *
 * @example
 * import { getRentalsOf } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * let page = await getRentalsOf(client, { escrow: "0x…", renter: "0x…", fromBlock: 1n })
 * const deposits = [...page.deposits]
 * while (page.cursor) {
 *   page = await getRentalsOf(client, { escrow: "0x…", renter: "0x…", cursor: page.cursor })
 *   deposits.push(...page.deposits)
 * }
 * console.log(deposits.map(({ args }) => args.rental), `up to block ${page.to}`)
 *
 * @returns The deposits, the oldest first, each with its rental. A cursor if there are more, and the last block that was read
 * @throws {ReadFailedError} if the node keeps failing before anything was read. It holds the cursor, if there is one
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {ReorgTooDeepError} for a cursor to resume from, if the chain has replaced its last block. Discard what you stored
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter, including a cursor of other parties
 */
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
  if (cursor?.hash) await requireSameChain(chain, cursor, cursor.hash, retryOptions, failed)
  const asked = assertBlock("toBlock", parameters.toBlock ?? latest)
  // The last block of a cursor existed. A node that does not have it lags.
  const toBlock = cursor?.toBlock ? BigInt(cursor.toBlock) : min(asked, latest)

  const fromBlock = cursor ? cursor.fromBlock : String(first)
  const cursorAt = (next: bigint, { size }: RangePace, until?: bigint): RentalsCursor => {
    const parties = Object.entries({ host, renter }).filter(([, address]) => address !== undefined)
    const end = until === undefined ? {} : { toBlock: String(until) }
    const range = { fromBlock, nextBlock: String(next), ...end, size: String(size) }
    return { version: 1, chainId, escrow, ...Object.fromEntries(parties), ...range }
  }
  const deposits: DepositedEvent[] = []
  let pace = paceOf(parameters.blockRange)
  if (cursor && !parameters.blockRange) pace = { ...pace, size: BigInt(cursor.size) }
  let next = first
  while (next <= toBlock && deposits.length < limit) {
    try {
      const piece = await readPiece({ fromBlock: next, toBlock, pace }, latest)
      deposits.push(...depositsIn(chain, escrow, piece.answer))
      ;[next, pace] = [piece.toBlock + 1n, piece.pace]
    } catch (cause) {
      const failure = failed(cause, cursorAt(next, pace, toBlock))
      // The deposits found so far are returned. The next call fails if the node still does.
      if (failure instanceof ReadFailedError && next > first) break
      throw failure
    }
  }
  const to = next - 1n
  const settled = min(to, latest - BigInt(MAX_REORG_DEPTH))
  let resume = cursor?.hash ? cursor : undefined
  if (settled >= first) {
    // Without the hash, the deposits are returned all the same.
    const block = await requireBlock(chain, settled, retryOptions).catch(() => undefined)
    if (block) resume = { ...cursorAt(settled + 1n, pace), hash: block.hash }
  }
  return { deposits, cursor: next <= toBlock ? cursorAt(next, pace, toBlock) : undefined, to, resume }
}

/** Reads all pages as one. Its deposits follow those that are known before. */
export async function allRentalsOf(
  chain: Chain,
  parameters: GetRentalsOfParameters,
  before: readonly DepositedEvent[] = [],
): Promise<RentalsPage> {
  let page = await getRentalsOf(chain, parameters)
  let { resume } = page
  const deposits = [...before, ...page.deposits]
  const { fromBlock: _, toBlock: __, ...rest } = parameters
  while (page.cursor) {
    page = await getRentalsOf(chain, { ...rest, cursor: page.cursor })
    deposits.push(...page.deposits)
    resume = page.resume ?? resume
  }
  return { ...page, deposits, resume }
}

/** Refuses to go on from a block that the chain has replaced, and on another chain with the same id. */
async function requireSameChain(
  chain: Chain,
  cursor: RentalsCursor,
  hash: Hash,
  retryOptions: RetryOptions,
  failed: (cause: unknown, at: RentalsCursor) => unknown,
): Promise<void> {
  const last = BigInt(cursor.nextBlock) - 1n
  const block = await requireBlock(chain, last, retryOptions).catch((cause: unknown) => {
    throw failed(cause, cursor)
  })
  if (block.hash === hash) return
  throw new ReorgTooDeepError({ rememberedFrom: last, resyncFrom: BigInt(cursor.fromBlock) })
}

function assertBlock(field: string, value: bigint | undefined): bigint {
  if (typeof value === "bigint") return value
  throw new InvalidInputError({ field, value, expected: "a bigint" })
}

/** Refuses an invalid cursor, and a cursor of other parties. */
function assertCursor(cursor: RentalsCursor, { host, renter }: GetRentalsOfParameters): void {
  const { version, escrow, fromBlock, nextBlock, toBlock = "0", size } = cursor
  const isCursor =
    version === 1 && [fromBlock, nextBlock, toBlock].every((number) => /^\d+$/.test(number)) && /^[1-9]\d*$/.test(size)
  const isSameParty = [
    [cursor.host, host],
    [cursor.renter, renter],
  ].every(([read = "", asked = ""]) => String(read).toLowerCase() === asked.toLowerCase())
  if (isCursor && typeof escrow === "string" && isSameParty) return
  const expected = "a cursor of an earlier answer about the same host and renter"
  throw new InvalidInputError({ field: "cursor", value: cursor, expected })
}

/** Returns the chain id. Throws if the escrow is not on the chain, because the list would be empty. */
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
  return [depositTopic(codec), null, ...parties]
}
