import type { Address } from "viem"

import type { Database, Row } from "./database.ts"

/** A payout that could not be pushed and waits in the escrow. */
export type Credit = { readonly token: Address; readonly account: Address }

export function creditTable({ rows, run, count }: Database) {
  return {
    /** Adds a credit, or marks it as one whose amount must be read again. */
    addCredit(credit: Credit) {
      const token = credit.token.toLowerCase()
      const account = credit.account.toLowerCase()
      run("INSERT OR IGNORE INTO credits (token, account) VALUES (?, ?)", token, account)
      run("UPDATE credits SET refreshed_in = 0 WHERE token = ? AND account = ?", token, account)
    },
    invalidateCredits: () => run("UPDATE credits SET refreshed_in = 0"),
    /** Credits that are marked, and so many others whose amount is the oldest. */
    creditsToRefresh({ limit, sweep }: { readonly limit: number; readonly sweep: number }): Credit[] {
      const found = [
        ...rows("SELECT * FROM credits WHERE refreshed_in = 0 LIMIT ?", limit),
        ...rows("SELECT * FROM credits WHERE refreshed_in > 0 ORDER BY refreshed_in LIMIT ?", sweep),
      ]
      return found.map(toCredit)
    },
    updateCredit({ token, account }: Credit, amount: bigint, block: bigint) {
      const sql = "UPDATE credits SET amount = ?, refreshed_in = ? WHERE token = ? AND account = ?"
      run(sql, amount > 0n ? String(amount) : "", block, token, account)
    },
    /** Credits that can be delivered and are not set aside. */
    deliverableCredits(clock: number, limit: number): Credit[] {
      const sql = "SELECT * FROM credits WHERE amount <> '' AND retry_at <= ? ORDER BY retry_at LIMIT ?"
      return rows(sql, clock, limit).map(toCredit)
    },
    /** One credit of each token that has some set aside, to try whether the token works again. */
    creditsToProbe(clock: number): Credit[] {
      const sql = "SELECT *, min(retry_at) FROM credits WHERE amount <> '' AND retry_at > ? GROUP BY token"
      return rows(sql, clock).map(toCredit)
    },
    setCreditAside({ token, account }: Credit, retryAt: (failures: number) => number) {
      const failures = count("SELECT failures + 1 AS n FROM credits WHERE token = ? AND account = ?", token, account)
      const sql = "UPDATE credits SET failures = ?, retry_at = ? WHERE token = ? AND account = ?"
      run(sql, failures, retryAt(failures), token, account)
    },
    releaseCredits: (token: Address) => run("UPDATE credits SET failures = 0, retry_at = 0 WHERE token = ?", token),
  }
}

// The casts are safe: the keeper wrote the file.
const toCredit = ({ token, account }: Row): Credit => ({ token: token as Address, account: account as Address })
