import type { AccessList, Address, Hex } from "viem"

import { type Database, parseStored, type Row } from "./database.ts"

/**
 * What a transaction does: `settleMany`, `withdraw`, `collectFees`, `execute` of a mandate, or a call of the router. A
 * host's agent starts and declines rentals, gives time back, and submits evidence.
 */
export type Work =
  | "settle"
  | "withdraw"
  | "collect"
  | "extend"
  | "purchase"
  | "start"
  | "decline"
  | "refund"
  | "evidence"

/** A transaction that was signed, and may have been sent. */
export type SignedTransaction = {
  readonly hash: Hex
  readonly nonce: number
  readonly work: Work
  /** The ids of rentals, the token and account of a credit, the token of fees, a rental's id and end, or a purchase. */
  readonly items: readonly Hex[]
  readonly raw: Hex
  readonly to: Address
  readonly data: Hex
  readonly accessList: AccessList
  readonly gas: bigint
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
  /** In milliseconds. */
  readonly sentAt: number
}

/**
 * How a transaction ended:
 * - `included` or `reverted`: in a block.
 * - `replaced`: by another transaction with the same nonce.
 * - `moot`: dropped, because it would no longer have an effect.
 * - `moved`: sent again with a lower nonce.
 * - `split`: dropped, because smaller ones with a higher fee take its place.
 * - `refused`: taken by no endpoint.
 */
export type Outcome = "included" | "reverted" | "replaced" | "moot" | "moved" | "split" | "refused"

/** Outcomes of transactions that were given up, and that a node may still put into a block. */
const DROPPED = ["moot", "moved", "split"] as const satisfies readonly Outcome[]
export type Dropped = (typeof DROPPED)[number]
const IS_DROPPED = `outcome IN (${DROPPED.map((outcome) => `'${outcome}'`).join(", ")})`

/** Milliseconds. */
const DAY = 86_400_000

export function transactionTable({ rows, run }: Database) {
  /** All that nodes may have for a nonce, including transactions that were dropped. */
  const atNonce = (nonce: number): SignedTransaction[] =>
    rows("SELECT * FROM transactions WHERE nonce = ? AND outcome IS NOT 'refused'", nonce).map(toTransaction)

  return {
    /** Records a transaction before it is sent, with the most that it can cost. */
    addTransaction(transaction: SignedTransaction, maxCost: bigint) {
      const { hash, nonce, work, items, raw, to, data, accessList, gas, sentAt } = transaction
      const { maxFeePerGas, maxPriorityFeePerGas } = transaction
      const fees = [String(gas), String(maxFeePerGas), String(maxPriorityFeePerGas)] as const
      // Only one transaction per nonce can be included, so only the latest counts towards the limit per day.
      run(`UPDATE transactions SET cost = '0' WHERE nonce = ? AND (outcome IS NULL OR ${IS_DROPPED})`, nonce)
      // A refused transaction that is signed again with the same fees has the same hash, and is open again.
      const sql = "INSERT OR REPLACE INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)"
      const call = [JSON.stringify(items), raw, to, data, JSON.stringify(accessList)] as const
      run(sql, hash, nonce, work, ...call, ...fees, sentAt, String(maxCost))
    },
    /** Transactions without an outcome by nonce, with the highest fee last among those of one nonce. */
    openTransactions: (): SignedTransaction[] =>
      rows("SELECT * FROM transactions WHERE outcome IS NULL ORDER BY nonce, CAST(max_fee AS INTEGER)").map(
        toTransaction,
      ),
    /** Those that were given up, and whose nonce is below this one. One of them may be in a block. */
    droppedTransactions: (below: number): SignedTransaction[] =>
      rows(`SELECT * FROM transactions WHERE nonce < ? AND ${IS_DROPPED} ORDER BY nonce`, below).map(toTransaction),
    /** The hashes of all transactions for one item, the last one first. */
    transactionsOf: (item: Hex): Hex[] =>
      rows(
        "SELECT hash FROM transactions WHERE items = ? AND outcome IS NOT 'refused' ORDER BY sent_at DESC, rowid DESC",
        JSON.stringify([item]),
      ).map(({ hash }) => hash as Hex),
    highestFeeAtNonce: (nonce: number): SignedTransaction | undefined =>
      atNonce(nonce)
        .toSorted((a, b) => Number(a.maxFeePerGas - b.maxFeePerGas))
        .at(-1),
    countAtNonce: (nonce: number): number => atNonce(nonce).length,
    /** Gives a transaction up. It counts with the most that it can cost until its nonce is used. */
    setDropped(hash: Hex, outcome: Dropped) {
      run("UPDATE transactions SET outcome = ? WHERE hash = ?", outcome, hash)
    },
    setOutcome(hash: Hex, outcome: Outcome, cost: bigint) {
      run("UPDATE transactions SET outcome = ?, cost = ? WHERE hash = ?", outcome, String(cost), hash)
    },
    /** Wei that the transactions of the last 24 hours have cost, or can still cost, without those of a nonce to be used. */
    spentInLastDay: (clock: number, nonce = -1): bigint =>
      rows("SELECT cost FROM transactions WHERE sent_at >= ? AND nonce <> ?", clock - DAY, nonce).reduce(
        (sum, { cost }) => sum + BigInt(String(cost)),
        0n,
      ),
    /** Deletes finished transactions that no longer count towards the limit per day. */
    deleteFinishedTransactions: (clock: number) =>
      run("DELETE FROM transactions WHERE outcome IS NOT NULL AND sent_at < ?", clock - DAY),
  }
}

// The casts are safe: the keeper wrote the file.
const toTransaction = (row: Row): SignedTransaction => ({
  hash: row["hash"] as Hex,
  nonce: Number(row["nonce"]),
  work: row["work"] as Work,
  items: parseStored(String(row["items"])) as Hex[],
  raw: row["raw"] as Hex,
  to: row["receiver"] as Address,
  data: row["data"] as Hex,
  accessList: parseStored(String(row["access_list"])) as AccessList,
  gas: BigInt(String(row["gas"])),
  maxFeePerGas: BigInt(String(row["max_fee"])),
  maxPriorityFeePerGas: BigInt(String(row["max_tip"])),
  sentAt: Number(row["sent_at"]),
})
