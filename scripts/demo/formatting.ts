import { formatUnits } from "viem"

/** What amounts are counted in. */
export interface Coin {
  readonly symbol: string
  readonly decimals: number
}

/** An amount as people write it: exact, with cents at least. */
export function number(units: bigint, decimals: number): string {
  const [whole = "0", fraction = ""] = formatUnits(units, decimals).split(".")
  return `${whole}.${fraction.padEnd(2, "0")}`
}

export function amount(units: bigint, coin: Coin): string {
  return `${number(units, coin.decimals)} ${coin.symbol}`
}

/** The amounts of one column, with their points below each other. */
export function alignPoints(cells: readonly string[]): string[] {
  const fractions = cells.map((cell) => cell.length - cell.indexOf("."))
  const widest = Math.max(...fractions)
  return cells.map((cell, row) => cell + " ".repeat(widest - (fractions[row] ?? 0)))
}

export function duration(seconds: bigint): string {
  const parts = [
    [seconds / 3600n, "h"],
    [(seconds / 60n) % 60n, "min"],
    [seconds % 60n, "s"],
  ] as const
  const shown = parts.filter(([count]) => count > 0n).map(([count, unit]) => `${count} ${unit}`)
  return shown.length > 0 ? shown.join(" ") : "0 min"
}

/** Thousands in groups, set apart by a space. */
export function grouped(count: bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ")
}

export function plural(count: number, noun: string): string {
  return `${grouped(BigInt(count))} ${noun}${count === 1 ? "" : "s"}`
}

export function percent(bps: bigint): string {
  return `${number(bps, 2).replace(/\.?0+$/, "")} %`
}

export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}
