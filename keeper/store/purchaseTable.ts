import type { Address, Hash, Hex } from "viem"

import { type Database, parseStored, type Row } from "./database.ts"

/**
 * What a relayer does with a purchase:
 * - `queued`: it is accepted, and waits to be sent.
 * - `sent`: nodes have its transaction.
 * - `included`: its transaction is in a block.
 * - `final`: as deep as the relayer waits for.
 * - `refused`: it can no longer be carried out, or its transaction reverted.
 */
type PurchaseStatus = "queued" | "sent" | "included" | "final" | "refused"

/** Why a purchase was refused: the name of the SDK's error, and its sentence. */
type StoredProblem = { readonly code: string; readonly detail: string }

/** What names a purchase: two payers can sign the same orders. */
export type PurchaseKey = { readonly digest: Hex; readonly payer: Address }

export type StoredPurchase = PurchaseKey & {
  /** The signed purchase, as the SDK writes it. */
  readonly json: string
  /** Base units of its token. */
  readonly fee: bigint
  readonly validBefore: bigint
  /** Unix time in milliseconds. */
  readonly receivedAt: number
  readonly status: PurchaseStatus
  /** Of the last transaction that was sent for it. */
  readonly hash?: Hash
  /** The block of that transaction. */
  readonly block?: bigint
  readonly problem?: StoredProblem
}

/** What a poll finds out about a purchase. */
export type PurchaseState = Pick<StoredPurchase, "status" | "hash" | "block" | "problem">

/** Milliseconds for which a finished purchase is kept. */
const RETENTION = 2 * 86_400_000
const DAY = 86_400_000

export function purchaseTable({ rows, run, count }: Database) {
  return {
    /** Stores an accepted purchase, in place of one of the same payer that was refused. */
    addPurchase({ digest, payer, json, fee, validBefore, receivedAt }: Omit<StoredPurchase, "status">) {
      run(
        "INSERT OR REPLACE INTO purchases VALUES (?, ?, ?, ?, ?, ?, 'queued', NULL, NULL, NULL)",
        ...keyOf({ digest, payer }),
        ...[json, String(fee), validBefore, receivedAt],
      )
    },
    purchase(digest: Hex, payer?: Address): StoredPurchase | undefined {
      const found = payer
        ? rows("SELECT * FROM purchases WHERE digest = ? AND payer = ?", ...keyOf({ digest, payer }))
        : rows("SELECT * FROM purchases WHERE digest = ? ORDER BY received_at DESC LIMIT 1", digest.toLowerCase())
      return found.map(toPurchase)[0]
    },
    /** Purchases that are not finished, and refused ones whose transaction may still be included, the oldest first. */
    unfinishedPurchases: (now: bigint): StoredPurchase[] =>
      rows(
        `SELECT * FROM purchases WHERE status IN ('queued', 'sent', 'included')
         OR (status = 'refused' AND hash IS NOT NULL AND valid_before >= ?) ORDER BY received_at, rowid`,
        now - LATE,
      ).map(toPurchase),
    setPurchaseState(key: PurchaseKey, { status, hash, block, problem }: PurchaseState) {
      const sql = "UPDATE purchases SET status = ?, hash = ?, block = ?, problem = ? WHERE digest = ? AND payer = ?"
      run(sql, status, hash ?? null, block ?? null, problem ? JSON.stringify(problem) : null, ...keyOf(key))
    },
    /** Purchases that wait for a block. */
    openPurchases: (payer?: Address): number =>
      payer
        ? count(`SELECT count(*) AS n FROM purchases WHERE ${OPEN} AND payer = ?`, payer.toLowerCase())
        : count(`SELECT count(*) AS n FROM purchases WHERE ${OPEN}`),
    /** Purchases of a payer whose transaction reverted within a day. */
    revertedPurchases: (payer: Address, clock: number): number =>
      count(
        "SELECT count(*) AS n FROM purchases WHERE payer = ? AND received_at >= ? AND json_extract(problem, '$.code') = 'TransactionReverted'",
        payer.toLowerCase(),
        clock - DAY,
      ),
    /** When the oldest one came, Unix time in milliseconds. */
    oldestOpenPurchase(): number | undefined {
      const [row] = rows(`SELECT min(received_at) AS at FROM purchases WHERE ${OPEN}`)
      return typeof row?.["at"] === "number" ? row["at"] : undefined
    },
    purchaseCounts: () =>
      rows("SELECT status, count(*) AS n FROM purchases GROUP BY status").map(({ status, n }) => ({
        status: String(status),
        count: Number(n),
      })),
    deleteOldPurchases: (clock: number) =>
      run("DELETE FROM purchases WHERE status IN ('final', 'refused') AND received_at < ?", clock - RETENTION),
  }
}

const OPEN = "status IN ('queued', 'sent')"
/** Seconds after the expiry for which a block with a refused purchase can still come to light. */
const LATE = 600n

const keyOf = ({ digest, payer }: PurchaseKey) => [digest.toLowerCase(), payer.toLowerCase()] as const

// The casts are safe: the relayer wrote the file.
const toPurchase = (row: Row): StoredPurchase => ({
  digest: row["digest"] as Hex,
  payer: row["payer"] as Address,
  json: String(row["json"]),
  fee: BigInt(String(row["fee"])),
  validBefore: BigInt(String(row["valid_before"])),
  receivedAt: Number(row["received_at"]),
  status: row["status"] as PurchaseStatus,
  ...(row["hash"] === null ? {} : { hash: row["hash"] as Hash }),
  ...(row["block"] === null ? {} : { block: BigInt(String(row["block"])) }),
  ...(row["problem"] === null ? {} : { problem: parseStored(String(row["problem"])) as StoredProblem }),
})
