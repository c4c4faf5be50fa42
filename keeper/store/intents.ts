import type { Hex } from "viem"

import { parseJson, toJson } from "../json.ts"
import type { Database, Row } from "./database.ts"

export type Work = "settle" | "withdraw" | "collect"

/** A transaction that was signed, and may have been sent. */
export type Intent = {
  readonly hash: Hex
  readonly nonce: number
  readonly work: Work
  /** Ids of rentals; token and account of a credit; a token. */
  readonly items: readonly Hex[]
  readonly raw: Hex
  readonly data: Hex
  readonly gas: bigint
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
  readonly sentAt: number
}

/** What became of an intent. `moot`: nothing was left to do. `moved`: sent in another place. `refused`: by every endpoint. */
export type Outcome = "included" | "reverted" | "replaced" | "moot" | "moved" | "refused"

/** Transactions, each written down before any node has it. */
export function intentsIn({ all, run }: Database) {
  return {
    intend(intent: Intent, cost: bigint) {
      const { hash, nonce, work, items, raw, data, gas, maxFeePerGas, maxPriorityFeePerGas, sentAt } = intent
      const fees = [String(gas), String(maxFeePerGas), String(maxPriorityFeePerGas)] as const
      // Only one transaction can have a place.
      run("UPDATE intents SET cost = '0' WHERE nonce = ? AND outcome IS NULL", nonce)
      // What was refused, and is signed again for the same fees, is the same transaction: open once more.
      const sql = "INSERT OR REPLACE INTO intents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)"
      run(sql, hash, nonce, work, toJson(items), raw, data, ...fees, sentAt, String(cost))
    },
    /** Without an outcome, by their place; of several in one place the dearest is the last. */
    openIntents: (): Intent[] =>
      all("SELECT * FROM intents WHERE outcome IS NULL ORDER BY nonce, sent_at").map(toIntent),
    /** Whatever may stand in a place, also what was given up: nodes may know it still. */
    intentsAt: (nonce: number): Intent[] =>
      all("SELECT * FROM intents WHERE nonce = ? AND outcome IS NOT 'refused'", nonce).map(toIntent),
    conclude(hash: Hex, outcome: Outcome, cost: bigint) {
      run("UPDATE intents SET outcome = ?, cost = ? WHERE hash = ?", outcome, String(cost), hash)
    },
    /** Wei that the transactions since a time have cost, or may yet cost. */
    spentSince: (time: number): bigint =>
      all("SELECT cost FROM intents WHERE sent_at >= ?", time).reduce(
        (sum, { cost }) => sum + BigInt(String(cost)),
        0n,
      ),
    forgetIntents: (before: number) => run("DELETE FROM intents WHERE outcome IS NOT NULL AND sent_at < ?", before),
  }
}

// The file holds what this one wrote.
const toIntent = (row: Row): Intent => ({
  hash: row["hash"] as Hex,
  nonce: Number(row["nonce"]),
  work: row["work"] as Work,
  items: parseJson(String(row["items"])) as Hex[],
  raw: row["raw"] as Hex,
  data: row["data"] as Hex,
  gas: BigInt(String(row["gas"])),
  maxFeePerGas: BigInt(String(row["max_fee"])),
  maxPriorityFeePerGas: BigInt(String(row["max_tip"])),
  sentAt: Number(row["sent_at"]),
})
