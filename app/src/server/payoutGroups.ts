// Sums of days in one unit: dollars where every price is known, or else each token on its own.
import type { DayPayout } from "./payouts.ts"
import type { TokenInfo } from "./tokensOf.ts"

/** Dollars are written with two digits, and counted in millionths. */
export const DOLLARS: TokenInfo = {
  address: "0x0000000000000000000000000000000000000000",
  symbol: "USD",
  decimals: 6,
  isDollar: true,
}

export type PayoutGroup = {
  readonly key: string
  /** `DOLLARS`, or a token. */
  readonly unit: TokenInfo
  readonly rows: readonly (DayPayout & { readonly value: bigint })[]
  readonly total: bigint
}

export function groupByUnit(rows: readonly DayPayout[], tokens: readonly TokenInfo[]): readonly PayoutGroup[] {
  const inDollars = rows.flatMap((row) => (row.micro === undefined ? [] : [{ ...row, value: row.micro }]))
  if (rows.length > 0 && inDollars.length === rows.length) return [groupOf("dollars", DOLLARS, inDollars)]
  return tokens.flatMap((token) => {
    const own = rows.filter((row) => row.token.toLowerCase() === token.address.toLowerCase())
    const valued = own.map((row) => ({ ...row, value: row.amount }))
    return own.length > 0 ? [groupOf(token.address, token, valued)] : []
  })
}

function groupOf(key: string, unit: TokenInfo, rows: PayoutGroup["rows"]): PayoutGroup {
  return { key, unit, rows, total: rows.reduce((sum, { value }) => sum + value, 0n) }
}

const DAY = 86_400

/** The days of UTC from one timestamp to another, both included: "2026-01-31". */
export function daysFrom(from: bigint, to: bigint): readonly string[] {
  const [first, last] = [Math.floor(Number(from) / DAY), Math.floor(Number(to) / DAY)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    return new Date((first + index) * DAY * 1_000).toISOString().slice(0, 10)
  })
}

/** The beginning of the month of UTC. */
export function monthOf(timestamp: bigint): bigint {
  const at = new Date(Number(timestamp) * 1_000)
  return BigInt(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1) / 1_000)
}
