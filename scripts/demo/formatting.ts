import { formatUnits } from "viem"

import { grouped } from "../support/numbers.ts"

/** The unit of an amount. */
export interface Coin {
  readonly symbol: string
  readonly decimals: number
}

/** An exact amount with at least two decimals. */
export function formatNumber(units: bigint, decimals: number): string {
  const [whole = "0", fraction = ""] = formatUnits(units, decimals).split(".")
  return `${whole}.${fraction.padEnd(2, "0")}`
}

export function formatAmount(units: bigint, coin: Coin): string {
  return `${formatNumber(units, coin.decimals)} ${coin.symbol}`
}

/** The amounts of one column, aligned at their decimal points. */
export function alignPoints(cells: readonly string[]): string[] {
  const fractions = cells.map((cell) => cell.length - cell.indexOf("."))
  const widest = Math.max(...fractions)
  return cells.map((cell, row) => cell + " ".repeat(widest - (fractions[row] ?? 0)))
}

export function formatDuration(seconds: bigint): string {
  const parts = [
    [seconds / 3600n, "h"],
    [(seconds / 60n) % 60n, "min"],
    [seconds % 60n, "s"],
  ] as const
  const shown = parts.filter(([count]) => count > 0n).map(([count, unit]) => `${count} ${unit}`)
  return shown.length > 0 ? shown.join(" ") : "0 min"
}

export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`
}

export function formatPercent(bps: bigint): string {
  return `${formatNumber(bps, 2).replace(/\.?0+$/, "")} %`
}

export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}
