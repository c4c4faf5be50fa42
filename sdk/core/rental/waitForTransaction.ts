// Waits until a transaction is in the chain and has enough confirmations. The receipt and the hash of its block are
// read again at each poll. Only what distinguishes the outcomes is remembered.

import type { Address, Hash, Hex } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { findSigned, forgetSigned, rememberIncluded } from "../clientMemory.ts"
import { assertInput } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Block, Chain, Transaction, TransactionReceipt } from "../port.ts"
import { type ProgressOptions, report } from "../progress.ts"
import { DEFAULT_TRIES, isLasting, ReadFailedError, sleep, within } from "../retry.ts"

/** How many confirmations a transaction needs, and how long to wait for it. */
export type WaitOptions = ProgressOptions & {
  /** Blocks to wait for, including the block of the transaction. Default: 1. */
  readonly confirmations?: number | undefined
  /** Also wait until the chain reports the block as final. */
  readonly finalized?: boolean | undefined
  /** Seconds without progress after which the outcome is `stalled`. Default: 300. */
  readonly stalledAfter?: number | undefined
}

/** Parameters of `waitForTransaction`. */
export type WaitForTransactionParameters = WaitOptions & {
  /** The transaction's hash. */
  readonly hash: Hash
  /** The account that sent it. If it is a contract, a hash that no node shows is a proposal to its co-signers. */
  readonly from?: Address | undefined
}

/**
 * The outcome of waiting for a transaction. `included`: it has enough confirmations. `replaced`: its account sent
 * another transaction with the same nonce, which has enough confirmations. `dropped`: it was seen, but no node knows it
 * any more, and its nonce is free. `stalled`: there was no progress for `stalledAfter` seconds. `where` names the
 * stage, and `receipt` is the receipt so far. In the stage `co-signers` the hash is that of a contract wallet's proposal,
 * and no node knows it until enough owners have signed.
 */
export type TransactionOutcome =
  | { readonly status: "included"; readonly receipt: TransactionReceipt; readonly reorganisations: number }
  | {
      readonly status: "replaced"
      readonly hash: Hash
      /** Undefined if it is too far back in the chain. */
      readonly replacement: Hash | undefined
      /** The replacement is the same call at another price. */
      readonly repriced: boolean
    }
  | { readonly status: "dropped"; readonly hash: Hash }
  | {
      readonly status: "stalled"
      readonly hash: Hash
      readonly where: WaitStage
      readonly receipt?: TransactionReceipt
    }

/** What a transaction waits for: a block, the wallet's other owners, confirmations, or finality. */
export type WaitStage = "mempool" | "co-signers" | "chain" | "finality"

export const DEFAULT_STALLED_AFTER = 300
/** Polls in a row that must find nothing, because a node behind a load balancer may lag. */
const POLLS_UNTIL_DROPPED = 10
/** Milliseconds that a poll has at least, and at most. A node that never answers is asked again. */
export const [POLL_PATIENCE, LONGEST_POLL] = [2_000, 30_000]
/** Blocks before the latest that are searched for a replacement. Every node keeps the accounts of so many. */
const REPLACEMENT_SEARCH_BLOCKS = 64n

type Depth = { readonly confirmations: number; readonly finalized: boolean }

/** What is remembered between two polls. */
type WaitState = {
  /** The transaction itself, because the nodes may forget it. */
  transaction: Transaction | undefined
  /** No node has shown the transaction yet. It is known because this library signed it. */
  isUnseen: boolean
  /** The latest receipt. */
  receipt: TransactionReceipt | undefined
  reorganisations: number
  /** Polls in a row that found nothing. */
  missing: number
  where: WaitStage
  /** The highest latest and the highest final block. Another node behind a load balancer does not count as progress. */
  readonly highest: { chain: bigint; finality: bigint }
  /** Number of times there was progress. */
  moves: number
  /** What was reported of the block. */
  readonly reported: Set<string>
  readonly onProgress: ProgressOptions["onProgress"]
}

/**
 * Waits until a transaction has enough confirmations, or returns another outcome. The receipt and its block are read
 * again at each poll: Polygon can reorganise blocks, and has reverted one that was reported as final. A node that fails
 * or lags is asked again. A transaction that no node has shown is never reported as dropped, because it may be on its
 * way through a private node.
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
 * @throws {InvalidInputError} for a value that is not a hash
 * @throws {ReadFailedError} if the node failed for that whole time
 */
export async function waitForTransaction(
  chain: Chain,
  {
    hash,
    confirmations = 1,
    finalized = false,
    from,
    stalledAfter = DEFAULT_STALLED_AFTER,
    signal,
    onProgress,
  }: WaitForTransactionParameters,
): Promise<TransactionOutcome> {
  // A node does not know an invalid hash, and so the transaction would seem to be on its way.
  assertInput(chain.codec, { name: "hash", type: "bytes32" }, hash)
  const state: WaitState = {
    transaction: findSigned(chain, hash),
    isUnseen: true,
    receipt: undefined,
    reorganisations: 0,
    missing: 0,
    where: "mempool",
    highest: { chain: -1n, finality: -1n },
    moves: 0,
    reported: new Set(),
    onProgress,
  }
  let [moves, since, failures] = [0, Date.now(), 0]
  const end = stalledAfter * 1000

  while (true) {
    let failure: unknown
    try {
      const milliseconds = Math.min(LONGEST_POLL, Math.max(POLL_PATIENCE, since + end - Date.now()))
      const polled = poll(chain, hash, { confirmations, finalized }, state)
      const outcome = await within(polled, { milliseconds, signal, grace: POLL_PATIENCE })
      if (outcome) return conclude(chain, outcome)
      failures = 0
    } catch (cause) {
      // The transaction is already sent, so a passing failure of a node does not end the wait.
      failures += 1
      if (isLasting(cause) && !state.receipt) throw new ReadFailedError({ tries: failures, hash }, { cause })
      failure = cause
    }
    if (state.moves !== moves) [moves, since] = [state.moves, Date.now()]
    if (signal?.aborted || Date.now() - since >= end) {
      const { receipt, where } = state
      if (receipt) return { status: "stalled", hash, where, receipt }
      if (failures >= DEFAULT_TRIES && !signal?.aborted)
        throw new ReadFailedError({ tries: failures, hash }, { cause: failure })
      const isProposal = from && state.isUnseen && failure === undefined && (await isContractWallet(chain, from))
      return { status: "stalled", hash, where: isProposal ? "co-signers" : where }
    }
    await sleep(chain.pollingInterval, signal)
  }
}

/** Remembers what the next step of the same client may rely on. */
function conclude(chain: Chain, outcome: TransactionOutcome): TransactionOutcome {
  if (outcome.status === "included") rememberIncluded(chain, outcome.receipt)
  else forgetSigned(chain, outcome.hash)
  return outcome
}

/** Whether an account has code of its own. The code of a delegated account (EIP-7702) leaves its key in charge. */
export async function isContractWallet(chain: Chain, account: Address): Promise<boolean> {
  const code = await within(chain.code(account), { milliseconds: POLL_PATIENCE }).catch(() => undefined)
  return code !== undefined && code !== "0x" && !code.toLowerCase().startsWith("0xef0100")
}

/** One poll. Returns the outcome, if it is certain. */
async function poll(chain: Chain, hash: Hash, depth: Depth, state: WaitState): Promise<TransactionOutcome | undefined> {
  const [receipt, latest] = await Promise.all([chain.receipt(hash), latestBlock(chain)])
  if (!receipt || !(await isInChain(chain, receipt))) {
    if (await forgetIfReorganised(chain, state)) report(state, { phase: "sent", hash })
    return receipt ? undefined : pollMissing(chain, hash, depth, state, latest)
  }

  if (state.receipt?.blockHash !== receipt.blockHash) {
    if (state.receipt) state.reorganisations += 1
    state.receipt = receipt
    state.moves += 1
    state.reported.clear()
  }
  state.missing = 0
  state.isUnseen = false
  const settled = await isSettled(chain, receipt.blockNumber, latest, depth, state)
  // The block is read once more, because it may have been replaced while its confirmations were counted.
  const isThere = !settled || (await isInChain(chain, receipt))
  if (isThere) reportDepth(state, receipt, latest, depth.confirmations)
  if (settled && isThere) {
    if (depth.finalized) report(state, { phase: "final", hash })
    return { status: "included", receipt, reorganisations: state.reorganisations }
  }
  state.transaction ??= await chain.transaction(hash)
  return undefined
}

/** Reports how deep a transaction is in the chain, if that has changed since the last poll. */
function reportDepth(state: WaitState, receipt: TransactionReceipt, { number }: Block, required: number): void {
  const { transactionHash: hash, blockNumber, blockHash } = receipt
  // A node may lag.
  const confirmations = Math.max(Number(number - blockNumber) + 1, 1)
  const isDeep = confirmations >= required
  for (const phase of isDeep ? (["included", "confirmed"] as const) : (["included"] as const)) {
    const key = `${phase} ${blockHash} ${isDeep || confirmations}`
    if (state.reported.has(key)) continue
    state.reported.add(key)
    report(state, { phase, hash, blockNumber, confirmations, required })
  }
}

/** One poll of a transaction that is in no block, as far as the node knows. */
async function pollMissing(
  chain: Chain,
  hash: Hash,
  depth: Depth,
  state: WaitState,
  latest: Block,
): Promise<TransactionOutcome | undefined> {
  const current = await chain.transaction(hash)
  state.transaction ??= current
  if (current) state.isUnseen = false
  const { transaction } = state
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
    // The chain may still replace the replacement, and the transaction may return.
    if (!(await isSettled(chain, found.blockNumber, latest, depth, state))) return undefined
    const { replacement } = found
    return { status: "replaced", hash, replacement: replacement.hash, repriced: isRepriced(transaction, replacement) }
  }
  if (state.missing < POLLS_UNTIL_DROPPED) return undefined
  // A transaction that no node has shown yet may be on its way through a private node. It does not count as dropped.
  if (!isTaken && state.isUnseen) return undefined
  return isTaken ? { status: "replaced", hash, replacement: undefined, repriced: false } : { status: "dropped", hash }
}

/**
 * Whether a block has enough confirmations. Records in the state what the wait is for, and whether there was progress.
 */
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
  const number = isDeep ? await finalNumber(chain) : latest.number
  if (number > highest[where]) {
    highest[where] = number
    state.moves += 1
  }
  return isDeep && number >= blockNumber
}

/** Nodes without finality, or without a final block yet, answer with an error. They count as having none. */
async function finalNumber(chain: Chain): Promise<bigint> {
  const block = await chain.block("finalized").catch(() => undefined)
  return block?.number ?? -1n
}

/** Forgets a receipt only if another block has taken the place of its block, because a node may just lag. */
async function forgetIfReorganised(chain: Chain, state: WaitState): Promise<boolean> {
  const { receipt } = state
  if (!receipt) return false
  const there = await chain.block(receipt.blockNumber)
  if (!there || there.hash === receipt.blockHash) return false
  state.receipt = undefined
  state.where = "mempool"
  state.reorganisations += 1
  state.moves += 1
  return true
}

/** Waits for a transaction that must be included. The same call at another price counts as included. */
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
  report(waitOptions, { phase: "sent", hash: outcome.replacement })
  return requireReceipt(chain, { hash: outcome.replacement, ...waitOptions })
}

/** A node may still return a receipt of a block that is no longer in its chain. */
async function isInChain(chain: Chain, { blockNumber, blockHash }: TransactionReceipt): Promise<boolean> {
  return (await chain.block(blockNumber))?.hash === blockHash
}

/** Finds the transaction with the same account and nonce by bisecting the blocks. */
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

/** No node knows the transaction any more, and its nonce is free. */
export class TransactionDroppedError extends EscrowError<"TransactionDropped", { readonly hash: Hex }> {
  constructor(args: TransactionDroppedError["args"], options?: ErrorOptions) {
    super("TransactionDropped", "No node knows the transaction any more. Send it again.", args, options)
  }
}

/** The transaction made no progress for some time. `where` names the stage. */
export class TransactionStalledError extends EscrowError<
  "TransactionStalled",
  { readonly hash: Hex; readonly where: WaitStage }
> {
  constructor(args: TransactionStalledError["args"], options?: ErrorOptions) {
    const sentence =
      args.where === "co-signers"
        ? "The contract wallet is waiting for co-signers. Do not send it again. Sign it in the wallet."
        : "The transaction was sent but makes no progress. Do not send it again. Wait for its hash."
    super("TransactionStalled", sentence, args, options)
  }
}

/** The wallet sent another transaction with the same nonce. */
export class TransactionReplacedError extends EscrowError<
  "TransactionReplaced",
  { readonly hash: Hex; readonly replacement: Hex | undefined }
> {
  constructor(args: TransactionReplacedError["args"], options?: ErrorOptions) {
    super("TransactionReplaced", "The wallet replaced the transaction. Check the replacement.", args, options)
  }
}
