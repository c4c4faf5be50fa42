// Whether a transaction is in the chain, and deep enough to be relied on. Nothing is remembered between two looks but
// what tells the cases apart: the receipt and its block's hash are read again each time.

import type { Hash, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertInput } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Block, Chain, Transaction, TransactionReceipt } from "../port.ts"
import { classifyFailure, DEFAULT_TRIES, ReadFailedError, sleep } from "../retry.ts"

/** How deep a transaction must be, and how long to wait for it. */
export type WaitOptions = {
  /** Blocks to wait for, the one that includes it counted; without it, 1. */
  readonly confirmations?: number | undefined
  /** Also wait until the chain calls its block final. */
  readonly finalized?: boolean | undefined
  /** Seconds without any progress after which the answer is `stalled`; without it, 300. */
  readonly stalledAfter?: number | undefined
  /** Ends the waiting, not the transaction: the answer is `stalled`. */
  readonly signal?: AbortSignal | undefined
}

/** Parameters of `waitForTransaction`. */
export type WaitForTransactionParameters = WaitOptions & {
  /** The transaction's hash. */
  readonly hash: Hash
}

/**
 * What became of a transaction. `included`: deep enough. `replaced`: its account sent another one in its place, which
 * is as deep. `dropped`: it was seen, no node that answers knows it any more, and its place is free. `stalled`: nothing
 * has moved for as long as was asked for; `where` says what is waited for, `receipt` what is known so far.
 */
export type TransactionOutcome =
  | { readonly status: "included"; readonly receipt: TransactionReceipt; readonly reorganisations: number }
  | {
      readonly status: "replaced"
      readonly hash: Hash
      /** Unknown, if it lies too far back. */
      readonly replacement: Hash | undefined
      /** It is the same call at another price. */
      readonly repriced: boolean
    }
  | { readonly status: "dropped"; readonly hash: Hash }
  | {
      readonly status: "stalled"
      readonly hash: Hash
      readonly where: "mempool" | "chain" | "finality"
      readonly receipt?: TransactionReceipt
    }

export const DEFAULT_STALLED_AFTER = 300
/** Looks in a row that must find nothing: a node behind a balancer may lag. */
const POLLS_UNTIL_DROPPED = 10
/** Blocks before the latest in which a replacement is looked for; of so many, every node keeps the accounts. */
const REPLACEMENT_SEARCH_BLOCKS = 64n

type Stage = "mempool" | "chain" | "finality"
type Depth = { readonly confirmations: number; readonly finalized: boolean }

/** What is remembered between two looks. */
type WaitState = {
  /** The transaction itself, which the nodes may forget. */
  transaction: Transaction | undefined
  /** Where it was seen last. */
  receipt: TransactionReceipt | undefined
  reorganisations: number
  /** Looks in a row that found nothing. */
  missing: number
  where: Stage
  /** The highest latest and the highest final block: nodes that take turns behind a balancer are no progress. */
  readonly highest: { chain: bigint; finality: bigint }
  /** How often something has moved. */
  moves: number
}

/**
 * Waits until a transaction is deep enough, or says what became of it instead. The receipt and its block are read again
 * at each look: on Polygon a block may go, and one that was called final has gone. A node that fails, or is behind, is
 * asked again. What no node has shown is never called dropped: it may be on its way through a private one.
 *
 * @example
 * import { waitForTransaction } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const outcome = await waitForTransaction(client, { hash: "0x…", confirmations: 3, finalized: true })
 * if (outcome.status === "stalled") console.log(`Still waiting for the ${outcome.where}: ask again with the same hash.`)
 *
 * @returns `included` with the receipt and how often its block changed, `replaced`, `dropped` or `stalled`
 * @throws {InvalidInputError} for what is no hash
 * @throws {ReadFailedError} if the node did nothing but fail for that long
 */
export async function waitForTransaction(
  chain: Chain,
  {
    hash,
    confirmations = 1,
    finalized = false,
    stalledAfter = DEFAULT_STALLED_AFTER,
    signal,
  }: WaitForTransactionParameters,
): Promise<TransactionOutcome> {
  // A node knows no such transaction, which looks as if it were on its way.
  assertInput(chain.codec, { name: "hash", type: "bytes32" }, hash)
  const state: WaitState = {
    transaction: undefined,
    receipt: undefined,
    reorganisations: 0,
    missing: 0,
    where: "mempool",
    highest: { chain: -1n, finality: -1n },
    moves: 0,
  }
  let [moves, since, failures] = [0, Date.now(), 0]

  while (true) {
    let failure: unknown
    try {
      const outcome = await poll(chain, hash, { confirmations, finalized }, state)
      if (outcome) return outcome
      failures = 0
    } catch (cause) {
      // What is sent is sent: a node's bad moment is no reason to lose sight of it.
      if (classifyFailure(cause) === "lasting") throw cause
      failure = cause
      failures += 1
    }
    if (state.moves !== moves) [moves, since] = [state.moves, Date.now()]
    if (signal?.aborted || Date.now() - since >= stalledAfter * 1000) {
      if (failures >= DEFAULT_TRIES && !signal?.aborted)
        throw new ReadFailedError({ tries: failures }, { cause: failure })
      const { receipt, where } = state
      return receipt ? { status: "stalled", hash, where, receipt } : { status: "stalled", hash, where }
    }
    await sleep(chain.pollingInterval, signal)
  }
}

/** One poll: what became of it, if that is certain by now. */
async function poll(chain: Chain, hash: Hash, depth: Depth, state: WaitState): Promise<TransactionOutcome | undefined> {
  const [receipt, latest] = await Promise.all([chain.receipt(hash), latestBlock(chain)])
  if (!receipt || !(await isInChain(chain, receipt))) {
    await forgetIfReorganised(chain, state)
    return receipt ? undefined : pollMissing(chain, hash, depth, state, latest)
  }

  if (state.receipt?.blockHash !== receipt.blockHash) {
    if (state.receipt) state.reorganisations += 1
    state.receipt = receipt
    state.moves += 1
  }
  state.missing = 0
  const settled = await isSettled(chain, receipt.blockNumber, latest, depth, state)
  // Read last, and once more: a block may have gone while its depth was counted.
  if (settled && (await isInChain(chain, receipt))) {
    return { status: "included", receipt, reorganisations: state.reorganisations }
  }
  state.transaction ??= await chain.transaction(hash)
  return undefined
}

/** A look at what is in no block, as far as the node knows. */
async function pollMissing(
  chain: Chain,
  hash: Hash,
  depth: Depth,
  state: WaitState,
  latest: Block,
): Promise<TransactionOutcome | undefined> {
  const current = await chain.transaction(hash)
  state.transaction ??= current
  const { transaction } = state
  // What no node has shown yet may be on its way through a private one: that is not known to be dropped.
  if (current || !transaction) {
    state.missing = 0
    return undefined
  }

  state.missing += 1
  const isTaken = (await chain.nonceOf(transaction.from)) > transaction.nonce
  const found = isTaken ? await findReplacement(chain, transaction, latest.number) : undefined
  if (found?.replacement.hash === hash) {
    state.missing = 0
  } else if (found) {
    // The replacement may go as well, and this one come back.
    if (!(await isSettled(chain, found.blockNumber, latest, depth, state))) return undefined
    const { replacement } = found
    return { status: "replaced", hash, replacement: replacement.hash, repriced: isRepriced(transaction, replacement) }
  }
  if (state.missing < POLLS_UNTIL_DROPPED) return undefined
  return isTaken ? { status: "replaced", hash, replacement: undefined, repriced: false } : { status: "dropped", hash }
}

/** Whether a block is as deep as was asked for; says in the state what is waited for, and whether that has moved. */
async function isSettled(
  chain: Chain,
  blockNumber: bigint,
  latest: Block,
  { confirmations, finalized }: Depth,
  state: WaitState,
): Promise<boolean> {
  const { highest } = state
  const isDeep = latest.number - blockNumber + 1n >= BigInt(confirmations)
  if (isDeep && !finalized) return true
  const where = isDeep ? "finality" : "chain"
  state.where = where
  const number = isDeep ? ((await chain.block("finalized"))?.number ?? -1n) : latest.number
  if (number > highest[where]) {
    highest[where] = number
    state.moves += 1
  }
  return isDeep && number >= blockNumber
}

/** Takes a block as gone only if another one is seen in its place: a node may just not have it yet. */
async function forgetIfReorganised(chain: Chain, state: WaitState): Promise<void> {
  const { receipt } = state
  if (!receipt) return
  const there = await chain.block(receipt.blockNumber)
  if (!there || there.hash === receipt.blockHash) return
  state.receipt = undefined
  state.where = "mempool"
  state.reorganisations += 1
  state.moves += 1
}

/** The receipt of a transaction that is to go through; a wallet that sent the same call at another price has done so. */
export async function requireReceipt(
  chain: Chain,
  { hash, ...waitOptions }: WaitForTransactionParameters,
): Promise<TransactionReceipt> {
  const outcome = await waitForTransaction(chain, { hash, ...waitOptions })
  if (outcome.status === "included") return outcome.receipt
  if (outcome.status === "dropped") throw new TransactionDroppedError({ hash })
  if (outcome.status === "stalled") throw new TransactionStalledError({ hash, where: outcome.where })
  if (!outcome.repriced || !outcome.replacement)
    throw new TransactionReplacedError({ hash, replacement: outcome.replacement })
  return requireReceipt(chain, { hash: outcome.replacement, ...waitOptions })
}

/** A node may still answer with a receipt of a block that it has left. */
async function isInChain(chain: Chain, { blockNumber, blockHash }: TransactionReceipt): Promise<boolean> {
  return (await chain.block(blockNumber))?.hash === blockHash
}

/** The transaction with the same account and nonce, by halving the blocks in which the nonce was used. */
async function findReplacement(chain: Chain, { from, nonce }: Transaction, latest: bigint) {
  let [unused, used] = [latest > REPLACEMENT_SEARCH_BLOCKS ? latest - REPLACEMENT_SEARCH_BLOCKS : 0n, latest]
  if (unused > 0n && (await chain.nonceOf(from, unused)) > nonce) return undefined
  while (used - unused > 1n) {
    const middle = (unused + used) / 2n
    if ((await chain.nonceOf(from, middle)) > nonce) used = middle
    else unused = middle
  }
  const transactions = await chain.transactionsIn(used)
  const replacement = transactions.find((other) => other.nonce === nonce && isSameAddress(other.from, from))
  return replacement && { replacement, blockNumber: used }
}

function isRepriced(was: Transaction, other: Transaction): boolean {
  return other.data === was.data && other.value === was.value && isSameAddress(other.to ?? "0x", was.to ?? "0x")
}

/** No node knows the transaction any more, and nothing has taken its place. */
export class TransactionDroppedError extends EscrowError<"TransactionDropped", { readonly hash: Hex }> {
  constructor(args: TransactionDroppedError["args"], options?: ErrorOptions) {
    super("TransactionDropped", "The transaction has vanished from the chain's nodes. Send it again.", args, options)
  }
}

/** Nothing has moved for a while; `where` says what is waited for. */
export class TransactionStalledError extends EscrowError<
  "TransactionStalled",
  { readonly hash: Hex; readonly where: "mempool" | "chain" | "finality" }
> {
  constructor(args: TransactionStalledError["args"], options?: ErrorOptions) {
    super(
      "TransactionStalled",
      "The transaction is sent, but nothing moves. Do not send it again: wait for its hash.",
      args,
      options,
    )
  }
}

/** The wallet sent another transaction in this one's place. */
export class TransactionReplacedError extends EscrowError<
  "TransactionReplaced",
  { readonly hash: Hex; readonly replacement: Hex | undefined }
> {
  constructor(args: TransactionReplacedError["args"], options?: ErrorOptions) {
    super("TransactionReplaced", "The wallet replaced the transaction. Look at the replacement.", args, options)
  }
}
