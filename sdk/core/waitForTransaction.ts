// Whether a transaction is in the chain, and deep enough to be relied on. Nothing is remembered between two looks but
// what tells the cases apart: the receipt and its block's hash are read again each time.
import {
  ReadFailedError,
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "../errors.ts"
import type { Hash } from "../types.ts"
import { assertInput } from "./codec.ts"
import { isSame } from "./offerHash.ts"
import type { Block, Chain, Receipt, Transaction } from "./port.ts"
import { failureOf, pause, TRIES } from "./retry.ts"

/** How deep a transaction must be, and how long to wait for it. */
export type Patience = {
  /** Blocks to wait for, the one that includes it counted; without it, 1. */
  readonly confirmations?: number | undefined
  /** Also wait until the chain calls its block final. */
  readonly finalized?: boolean | undefined
  /** Seconds without any progress after which the answer is `stalled`; without it, 300. */
  readonly stalledAfter?: number | undefined
  /** Ends the waiting, not the transaction: the answer is `stalled`. */
  readonly signal?: AbortSignal | undefined
}

export type OfHash = Patience & {
  /** The transaction's hash. */
  readonly hash: Hash
}

/**
 * What became of a transaction. `included`: deep enough. `replaced`: its account sent another one in its place, which
 * is as deep. `dropped`: it was seen, no node that answers knows it any more, and its place is free. `stalled`: nothing
 * has moved for as long as was asked for; `where` says what is waited for, `receipt` what is known so far.
 */
export type Fate =
  | { readonly status: "included"; readonly receipt: Receipt; readonly reorganisations: number }
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
      readonly receipt?: Receipt
    }

export const STALLED_AFTER = 300
/** Looks in a row that must find nothing: a node behind a balancer may lag. */
const LOOKS_UNTIL_DROPPED = 10
/** Blocks before the latest in which a replacement is looked for; of so many, every node keeps the accounts. */
const REACH = 64n

export async function latestBlock(chain: Chain): Promise<Block> {
  const block = await chain.block("latest")
  if (!block) throw new Error("The node has no latest block.")
  return block
}

type Stage = "mempool" | "chain" | "finality"
type Depth = { readonly confirmations: number; readonly finalized: boolean }

/** What is remembered between two looks. */
type Memory = {
  /** The transaction itself, which the nodes may forget. */
  transaction: Transaction | undefined
  /** Where it was seen last. */
  receipt: Receipt | undefined
  reorganisations: number
  /** Looks in a row that found nothing. */
  missing: number
  where: Stage
  /** The highest latest and the highest final block: nodes that take turns behind a balancer are no progress. */
  readonly highest: { chain: bigint; finality: bigint }
  /** How often something has moved. */
  moves: number
}

/** Waits for a transaction, whatever becomes of it. */
export async function waitForTransaction(
  chain: Chain,
  { hash, confirmations = 1, finalized = false, stalledAfter = STALLED_AFTER, signal }: OfHash,
): Promise<Fate> {
  // A node knows no such transaction, which looks as if it were on its way.
  assertInput(chain.codec, { name: "hash", type: "bytes32" }, hash)
  const memory: Memory = {
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
      const fate = await look(chain, hash, { confirmations, finalized }, memory)
      if (fate) return fate
      failures = 0
    } catch (cause) {
      // What is sent is sent: a node's bad moment is no reason to lose sight of it.
      if (failureOf(cause) === "lasting") throw cause
      failure = cause
      failures += 1
    }
    if (memory.moves !== moves) [moves, since] = [memory.moves, Date.now()]
    if (signal?.aborted || Date.now() - since >= stalledAfter * 1000) {
      if (failures >= TRIES && !signal?.aborted) throw new ReadFailedError({ tries: failures }, { cause: failure })
      const { receipt, where } = memory
      return receipt ? { status: "stalled", hash, where, receipt } : { status: "stalled", hash, where }
    }
    await pause(chain.pollingInterval, signal)
  }
}

/** One look: what became of it, if that is certain by now. */
async function look(chain: Chain, hash: Hash, depth: Depth, memory: Memory): Promise<Fate | undefined> {
  const [receipt, latest] = await Promise.all([chain.receipt(hash), latestBlock(chain)])
  if (!receipt || !(await isInChain(chain, receipt))) {
    await forgetIfGone(chain, memory)
    return receipt ? undefined : lookElsewhere(chain, hash, depth, memory, latest)
  }

  if (memory.receipt?.blockHash !== receipt.blockHash) {
    if (memory.receipt) memory.reorganisations += 1
    memory.receipt = receipt
    memory.moves += 1
  }
  memory.missing = 0
  const settled = await isSettled(chain, receipt.blockNumber, latest, depth, memory)
  // Read last, and once more: a block may have gone while its depth was counted.
  if (settled && (await isInChain(chain, receipt))) {
    return { status: "included", receipt, reorganisations: memory.reorganisations }
  }
  memory.transaction ??= await chain.transaction(hash)
  return undefined
}

/** A look at what is in no block, as far as the node knows. */
async function lookElsewhere(
  chain: Chain,
  hash: Hash,
  depth: Depth,
  memory: Memory,
  latest: Block,
): Promise<Fate | undefined> {
  const current = await chain.transaction(hash)
  memory.transaction ??= current
  const { transaction } = memory
  // What no node has shown yet may be on its way through a private one: that is not known to be dropped.
  if (current || !transaction) {
    memory.missing = 0
    return undefined
  }

  memory.missing += 1
  const isTaken = (await chain.nonceOf(transaction.from)) > transaction.nonce
  const found = isTaken ? await findReplacement(chain, transaction, latest.number) : undefined
  if (found?.replacement.hash === hash) {
    memory.missing = 0
  } else if (found) {
    // The replacement may go as well, and this one come back.
    if (!(await isSettled(chain, found.blockNumber, latest, depth, memory))) return undefined
    const { replacement } = found
    return { status: "replaced", hash, replacement: replacement.hash, repriced: isRepriced(transaction, replacement) }
  }
  if (memory.missing < LOOKS_UNTIL_DROPPED) return undefined
  return isTaken ? { status: "replaced", hash, replacement: undefined, repriced: false } : { status: "dropped", hash }
}

/** Whether a block is as deep as was asked for; says in the memory what is waited for, and whether that has moved. */
async function isSettled(
  chain: Chain,
  blockNumber: bigint,
  latest: Block,
  { confirmations, finalized }: Depth,
  memory: Memory,
): Promise<boolean> {
  const { highest } = memory
  const isDeep = latest.number - blockNumber + 1n >= BigInt(confirmations)
  if (isDeep && !finalized) return true
  const where = isDeep ? "finality" : "chain"
  memory.where = where
  const number = isDeep ? ((await chain.block("finalized"))?.number ?? -1n) : latest.number
  if (number > highest[where]) {
    highest[where] = number
    memory.moves += 1
  }
  return isDeep && number >= blockNumber
}

/** Takes a block as gone only if another one is seen in its place: a node may just not have it yet. */
async function forgetIfGone(chain: Chain, memory: Memory): Promise<void> {
  const { receipt } = memory
  if (!receipt) return
  const there = await chain.block(receipt.blockNumber)
  if (!there || there.hash === receipt.blockHash) return
  memory.receipt = undefined
  memory.where = "mempool"
  memory.reorganisations += 1
  memory.moves += 1
}

/** The receipt of a transaction that is to go through; a wallet that sent the same call at another price has done so. */
export async function requireReceipt(chain: Chain, { hash, ...patience }: OfHash): Promise<Receipt> {
  const fate = await waitForTransaction(chain, { hash, ...patience })
  if (fate.status === "included") return fate.receipt
  if (fate.status === "dropped") throw new TransactionDroppedError({ hash })
  if (fate.status === "stalled") throw new TransactionStalledError({ hash, where: fate.where })
  if (!fate.repriced || !fate.replacement) throw new TransactionReplacedError({ hash, replacement: fate.replacement })
  return requireReceipt(chain, { hash: fate.replacement, ...patience })
}

/** A node may still answer with a receipt of a block that it has left. */
async function isInChain(chain: Chain, { blockNumber, blockHash }: Receipt): Promise<boolean> {
  return (await chain.block(blockNumber))?.hash === blockHash
}

/** The transaction with the same account and nonce, by halving the blocks in which the nonce was used. */
async function findReplacement(chain: Chain, { from, nonce }: Transaction, latest: bigint) {
  let [unused, used] = [latest > REACH ? latest - REACH : 0n, latest]
  if (unused > 0n && (await chain.nonceOf(from, unused)) > nonce) return undefined
  while (used - unused > 1n) {
    const middle = (unused + used) / 2n
    if ((await chain.nonceOf(from, middle)) > nonce) used = middle
    else unused = middle
  }
  const transactions = await chain.transactionsIn(used)
  const replacement = transactions.find((other) => other.nonce === nonce && isSame(other.from, from))
  return replacement && { replacement, blockNumber: used }
}

function isRepriced(was: Transaction, other: Transaction): boolean {
  return other.data === was.data && other.value === was.value && isSame(other.to ?? "0x", was.to ?? "0x")
}
