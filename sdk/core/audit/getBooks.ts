import { bondsFunction, creditsFunction, feesFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import { bondLocked, held, stakeOf } from "../../math.ts"
import type { Address, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { type KnownBlockRange, paceOf } from "../blockRange.ts"
import { assertAddress, decodeResult, encodeCall, InvalidInputError } from "../codec.ts"
import { decodeEvents, topicOf } from "../escrowEvents.ts"
import { multicall } from "../multicall.ts"
import type { Chain, Log } from "../port.ts"
import { NUMBER, readValue } from "../readContract.ts"
import { EscrowNotFoundError } from "../rental/rentalErrors.ts"
import { asReadFailed, type RetryOptions, retry } from "../retry.ts"
import { makeReader, requireBlock } from "../verifiedLogs.ts"
import { type DepositedEvent, depositsIn } from "../watch/depositHistory.ts"
import { getStates } from "../watch/getStates.ts"

/** How far the events are read. */
export type BooksProgress = {
  /** Last block whose events are read. */
  readonly block: bigint
  /** Last block to read. */
  readonly toBlock: bigint
}

/** Parameters of `getBooks`. */
export type GetBooksParameters = RetryOptions & {
  /** The escrow's address. */
  readonly escrow: Address
  /** Block of the escrow's deployment, or one before it. With a later one, what is owed since before it is missing. */
  readonly fromBlock: bigint
  /** Block of the books. Default: the latest when all events are read. Nodes keep the state of recent blocks only. */
  readonly blockNumber?: bigint | undefined
  /** What the node is known to answer at once, in blocks. Default: found out by trying. */
  readonly blockRange?: KnownBlockRange | undefined
  /** Called as the events are read. */
  readonly onRead?: ((progress: BooksProgress) => unknown) | undefined
}

/** What an escrow owes in one token, and what it has, base units. */
export type TokenBooks = {
  /** The token. Zero: the native coin. */
  readonly token: Address
  /** Principal of open rentals. */
  readonly rentals: bigint
  /** Stakes of open disputes. */
  readonly stakes: bigint
  /** Bonds that open rentals lock. */
  readonly bondsLocked: bigint
  /** Bonds that their hosts can take. */
  readonly bondsFree: bigint
  /** Payouts that could not be delivered, and wait for their accounts. */
  readonly credits: bigint
  /** Platform fees that wait for `collectFees`. */
  readonly fees: bigint
  /** The sum of these. */
  readonly owed: bigint
  /**
   * What the escrow has. More than is owed was sent to it by someone. Less must never be. Undefined: the token does not
   * answer.
   */
  readonly balance: bigint | undefined
}

/** An escrow's books at one block. */
export type Books = {
  readonly blockNumber: bigint
  /** Rentals that were ever paid for. */
  readonly rentals: number
  /** The token of every market, open or closed, in the order of their first markets. */
  readonly tokens: readonly TokenBooks[]
}

/**
 * Adds up what the escrow owes in each token, beside what it has: principal, stakes and bonds of open rentals, free
 * bonds, credits, and fees. The events say which rentals, hosts and accounts there are. Every amount comes from the escrow's
 * storage at one block. It reads the whole history, so it takes minutes for a long one.
 *
 * @example
 * import { getBooks } from "@gpuflow/escrow/audit"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { tokens, blockNumber } = await getBooks(client, { escrow: "0x…", fromBlock: 70_000_000n })
 * for (const { token, owed, balance } of tokens) {
 *   console.log(`At block ${blockNumber} the escrow owes ${owed} of ${token}, and has ${balance}.`)
 * }
 *
 * @returns The books of each token, all at one block
 * @throws {ReadFailedError} if the node keeps failing, or does not keep the state of the block
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter
 */
export async function getBooks(chain: Chain, parameters: GetBooksParameters): Promise<Books> {
  const { escrow, fromBlock, pollingInterval = chain.pollingInterval } = parameters
  assertAddress(chain.codec, "escrow", escrow)
  if (typeof fromBlock !== "bigint") {
    throw new InvalidInputError({ field: "fromBlock", value: fromBlock, expected: "a bigint" })
  }
  const retryOptions = { ...parameters, pollingInterval }
  try {
    if (!(await retry(() => chain.code(escrow), retryOptions))) throw new EscrowNotFoundError({ escrow })
    const { logs, blockNumber } = await readLogs(chain, parameters, retryOptions)
    const parties = partiesIn(chain, escrow, logs)
    return await retry(() => addUp(chain, escrow, parties, blockNumber), retryOptions)
  } catch (cause) {
    throw asReadFailed(cause, retryOptions.tries)
  }
}

/** The events that name everything that an amount can belong to. */
const naming = ["Deposited", "MarketSet", "BondFunded", "Credited"] as const

/** Their logs up to the block of the books. */
async function readLogs(
  chain: Chain,
  { escrow, fromBlock, blockNumber: asked, blockRange, onRead }: GetBooksParameters,
  retryOptions: RetryOptions,
): Promise<{ readonly logs: readonly Log[]; readonly blockNumber: bigint }> {
  const topics = [naming.map((name) => topicOf(chain.codec, name))]
  const readPiece = makeReader(chain, { address: escrow, topics }, retryOptions)
  const logs: Log[] = []
  let pace = paceOf(blockRange)
  let next = fromBlock
  for (;;) {
    const { number: latest } = await requireBlock(chain, "latest", retryOptions)
    const toBlock = asked ?? latest
    // With a latest block that fell behind, as behind a load balancer, the books are those of the last block read.
    if (next > toBlock) return { logs, blockNumber: asked ?? next - 1n }
    const from = next
    while (next <= toBlock) {
      const piece = await readPiece({ fromBlock: next, toBlock, pace }, latest)
      logs.push(...piece.answer)
      ;[next, pace] = [piece.toBlock + 1n, piece.pace]
      onRead?.({ block: piece.toBlock, toBlock })
    }
    // A long read ends far behind the chain, where nodes have forgotten the state. What came meanwhile is short.
    if (asked !== undefined || toBlock - from <= RECENT) return { logs, blockNumber: toBlock }
  }
}

/** Blocks whose state every node still has. */
const RECENT = 32n

type TokenParties = { readonly hosts: Set<Address>; readonly accounts: Set<Address> }
type Parties = {
  readonly deposits: readonly DepositedEvent[]
  readonly tokens: ReadonlyMap<Address, TokenParties>
}

function partiesIn(chain: Chain, escrow: Address, logs: readonly Log[]): Parties {
  const tokens = new Map<Address, TokenParties>()
  for (const event of decodeEvents(chain.codec, { escrow, logs })) {
    if (event.eventName !== "MarketSet" && event.eventName !== "BondFunded" && event.eventName !== "Credited") continue
    const { token } = event.args
    const of = tokens.get(token) ?? { hosts: new Set(), accounts: new Set() }
    tokens.set(token, of)
    if (event.eventName === "BondFunded") of.hosts.add(event.args.host)
    if (event.eventName === "Credited") of.accounts.add(event.args.account)
  }
  return { deposits: depositsIn(chain, escrow, logs), tokens }
}

async function addUp(
  chain: Chain,
  escrow: Address,
  { deposits, tokens }: Parties,
  blockNumber: bigint,
): Promise<Books> {
  const ids = deposits.map(({ args }) => args.id)
  const states = await getStates(chain, { escrow, ids, blockNumber })
  const books = [...tokens].map(async ([token, of]): Promise<TokenBooks> => {
    let [rentals, stakes, bondsLocked] = [0n, 0n, 0n]
    for (const [index, { args }] of deposits.entries()) {
      const { offer } = args.rental
      const state = states[index]
      if (!state || !isSameAddress(offer.token, token)) continue
      rentals += held(offer, state)
      bondsLocked += bondLocked(offer, state)
      if (state.status === "Disputed") stakes += stakeOf(offer, state, state.since)
    }
    const [{ bondsFree, credits, fees }, balance] = await Promise.all([
      readWaiting(chain, escrow, token, of, blockNumber),
      balanceAt(chain, { token, account: escrow, blockNumber }),
    ])
    const owed = rentals + stakes + bondsLocked + bondsFree + credits + fees
    return { token, rentals, stakes, bondsLocked, bondsFree, credits, fees, owed, balance }
  })
  return { blockNumber, rentals: deposits.length, tokens: await Promise.all(books) }
}

/** What waits for its owners in the escrow's storage. */
async function readWaiting(
  chain: Chain,
  escrow: Address,
  token: Address,
  { hosts, accounts }: TokenParties,
  blockNumber: bigint,
): Promise<Pick<TokenBooks, "bondsFree" | "credits" | "fees">> {
  const { codec } = chain
  const calls = [
    encodeCall(codec, feesFunction, [token]),
    ...[...hosts].map((host) => encodeCall(codec, bondsFunction, [token, host])),
    ...[...accounts].map((account) => encodeCall(codec, creditsFunction, [token, account])),
  ]
  const answers = await multicall(chain, escrow, calls, { blockNumber })
  const amounts = answers.map((answer) => decodeResult(codec, feesFunction, answer))
  const sum = (from: number, to?: number) => amounts.slice(from, to).reduce((total, amount) => total + amount, 0n)
  return { fees: sum(0, 1), bondsFree: sum(1, 1 + hosts.size), credits: sum(1 + hosts.size) }
}

type Held = { readonly token: Address; readonly account: Address; readonly blockNumber: bigint }

/** Code that returns an account's coins. A call without a receiver runs it: PUSH20, BALANCE, MSTORE, RETURN. */
const balanceCode = (account: Address): Hex => `0x73${account.slice(2)}3160005260206000f3`

async function balanceAt(chain: Chain, { token, account, blockNumber }: Held): Promise<bigint | undefined> {
  if (isSameAddress(token, NATIVE)) {
    const [coins] = chain.codec.decode([NUMBER], await chain.call({ data: balanceCode(account) }, { blockNumber }))
    return BigInt(String(coins))
  }
  const balance = await readValue(chain, NUMBER, { to: token, name: "balanceOf", args: [account], blockNumber })
  return typeof balance === "bigint" ? balance : undefined
}
