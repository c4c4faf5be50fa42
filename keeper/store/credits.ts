import type { Address } from "viem"

import type { Database, Row } from "./database.ts"

export type Credit = { readonly token: Address; readonly account: Address }

/** Payouts that could not be pushed. */
export function creditsIn({ all, run, count }: Database) {
  return {
    addCredit({ token, account }: Credit) {
      run("INSERT OR IGNORE INTO credits (token, account) VALUES (?, ?)", token.toLowerCase(), account.toLowerCase())
      run(
        "UPDATE credits SET looked_at = 0 WHERE token = ? AND account = ?",
        token.toLowerCase(),
        account.toLowerCase(),
      )
    },
    creditsToLookAt({ most, sweep }: { readonly most: number; readonly sweep: number }): Credit[] {
      const rows = [
        ...all("SELECT * FROM credits WHERE looked_at = 0 LIMIT ?", most),
        ...all("SELECT * FROM credits WHERE looked_at > 0 ORDER BY looked_at LIMIT ?", sweep),
      ]
      return rows.map(toCredit)
    },
    sawCredit({ token, account }: Credit, amount: bigint, block: bigint) {
      run(
        "UPDATE credits SET amount = ?, looked_at = ? WHERE token = ? AND account = ?",
        amount > 0n ? String(amount) : "",
        block,
        token,
        account,
      )
    },
    credits(clock: number, most: number): Credit[] {
      return all(
        "SELECT * FROM credits WHERE amount <> '' AND retry_at <= ? ORDER BY retry_at LIMIT ?",
        clock,
        most,
      ).map(toCredit)
    },
    asideCredits(clock: number): Credit[] {
      return all("SELECT *, min(retry_at) FROM credits WHERE amount <> '' AND retry_at > ? GROUP BY token", clock).map(
        toCredit,
      )
    },
    creditFailed({ token, account }: Credit, retryAt: (failures: number) => number) {
      const failures = count("SELECT failures + 1 AS n FROM credits WHERE token = ? AND account = ?", token, account)
      run(
        "UPDATE credits SET failures = ?, retry_at = ? WHERE token = ? AND account = ?",
        failures,
        retryAt(failures),
        token,
        account,
      )
    },
    releaseCredits: (token: Address) => run("UPDATE credits SET failures = 0, retry_at = 0 WHERE token = ?", token),
    touchCredits: () => run("UPDATE credits SET looked_at = 0"),
  }
}

// The file holds what this one wrote.
const toCredit = ({ token, account }: Row) => ({ token: token as Address, account: account as Address })
