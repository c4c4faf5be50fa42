// Whether a transaction is in the chain, and deep enough to be relied on. Nothing is remembered between two looks but
// what tells the cases apart: the receipt and its block's hash are read again each time.
import { TransactionDroppedError, TransactionReplacedError, TransactionStalledError } from "../errors.ts"
import type { Hash } from "../types.ts"
import { isSame } from "./offer.ts"
import type { Block, Chain, Receipt, Transaction } from "./port.ts"

/** How deep a transaction must be, and how long to wait for it. */
export type Patience = {
  /** Blocks to wait for, the one that includes it counted; without it, 1. */
  readonly confirmations?: number | undefined
  /** Also wait until the chain calls its block final. */
  readonly finalized?: boolean | undefined
  /** Seconds without any progress after which the answer is `stalled`; without it, 300. */
  readonly stalledAfter?: number | undefined
}

export type OfHash = Patience & {
  /** The transaction's hash. */
  readonly hash: Hash
}

/**
 * What became of a transaction. `included`: deep enough. `replaced`: its account sent another one in its place.
 * `dropped`: no node that answered knows it any more, and its place is free. `stalled`: nothing has moved for as long as
 * was asked for; `where` says what is waited for, `receipt` what is known so far.
 */
export type Fate =
  | { readonly status: "included"; readonly receipt: Receipt; readonly reorganisations: number }
  | {
      readonly status: "replaced"
      readonly hash: Hash
      readonly replacement: Hash
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
/** Blocks before the latest in which a replacement is looked for. */
const REACH = 64n

export async function latestBlock(chain: Chain): Promise<Block> {
  const block = await chain.block("latest")
  if (!block) throw new Error("The node has no latest block.")
  return block
}

/** Waits for a transaction, whatever becomes of it. */
export async function waitForTransaction(
  chain: Chain,
  { hash, confirmations = 1, finalized = false, stalledAfter = STALLED_AFTER }: OfHash,
): Promise<Fate> {
  let known: Transaction | undefined
  let seenIn: Hash | undefined
  let reorganisations = 0
  let missing = 0
  let progress = ""
  let since = Date.now()

  while (true) {
    const [receipt, latest] = await Promise.all([chain.receipt(hash), latestBlock(chain)])
    const included = receipt && (await isInChain(chain, receipt)) ? receipt : undefined
    let where: "mempool" | "chain" | "finality" = "mempool"
    let depth = ""
    if (included) {
      if (seenIn && seenIn !== included.blockHash) reorganisations += 1
      seenIn = included.blockHash
      missing = 0
      const deep = latest.number - included.blockNumber + 1n >= BigInt(confirmations)
      const final = deep && finalized ? await chain.block("finalized") : undefined
      // Read last, and once more: a block may have gone while its depth was counted.
      if (deep && (!finalized || (final && final.number >= included.blockNumber)) && (await isInChain(chain, included)))
        return { status: "included", receipt: included, reorganisations }
      where = deep ? "finality" : "chain"
      depth = String(deep ? final?.number : latest.number)
    } else {
      if (seenIn) reorganisations += 1
      seenIn = undefined
      const current = await chain.transaction(hash)
      known ??= current
      missing = current ? 0 : missing + 1
      if (known && !current && !receipt && (await chain.nonceOf(known.from)) > known.nonce) {
        const replacement = await findReplacement(chain, known, latest.number)
        if (replacement?.hash === hash) missing = 0
        else if (replacement) {
          return { status: "replaced", hash, replacement: replacement.hash, repriced: isRepriced(known, replacement) }
        }
      }
      if (missing >= LOOKS_UNTIL_DROPPED) return { status: "dropped", hash }
    }
    const now = `${where} ${seenIn} ${depth}`
    if (now !== progress) {
      progress = now
      since = Date.now()
    }
    if (Date.now() - since >= stalledAfter * 1000) {
      return included ? { status: "stalled", hash, where, receipt: included } : { status: "stalled", hash, where }
    }
    await new Promise((resolve) => setTimeout(resolve, chain.pollingInterval))
  }
}

/** The receipt of a transaction that is to go through; a wallet that sent the same call at another price has done so. */
export async function requireReceipt(chain: Chain, { hash, ...patience }: OfHash): Promise<Receipt> {
  const fate = await waitForTransaction(chain, { hash, ...patience })
  if (fate.status === "included") return fate.receipt
  if (fate.status === "dropped") throw new TransactionDroppedError({ hash })
  if (fate.status === "stalled") throw new TransactionStalledError({ hash, where: fate.where })
  if (!fate.repriced) throw new TransactionReplacedError({ hash, replacement: fate.replacement })
  return requireReceipt(chain, { hash: fate.replacement, ...patience })
}

/** A node may still answer with a receipt of a block that it has left. */
async function isInChain(chain: Chain, { blockNumber, blockHash }: Receipt): Promise<boolean> {
  return (await chain.block(blockNumber))?.hash === blockHash
}

async function findReplacement(chain: Chain, { from, nonce }: Transaction, latest: bigint) {
  const first = latest > REACH ? latest - REACH : 0n
  for (let number = latest; number >= first; --number) {
    const transactions = await chain.transactionsIn(number)
    const found = transactions.find((other) => other.nonce === nonce && isSame(other.from, from))
    if (found) return found
  }
  return undefined
}

function isRepriced(was: Transaction, other: Transaction): boolean {
  return other.data === was.data && other.value === was.value && isSame(other.to ?? "0x", was.to ?? "0x")
}
