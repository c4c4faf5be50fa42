import { type Address, formatUnits, parseUnits } from "viem"

import { UsageError } from "../errors.ts"

/** What is needed to speak of a token's amounts. */
export type Unit = {
  /** Zero: the native coin. */
  readonly address: Address
  readonly symbol: string
  readonly decimals: number
}

/** `1.50 USDC` */
export function formatAmount(amount: bigint, { symbol, decimals }: Unit): string {
  return `${formatNumber(amount, decimals)} ${symbol}`
}

/** At least two places, and never a rounded one. */
export function formatNumber(amount: bigint, decimals: number): string {
  const [whole = "0", places = ""] = formatUnits(amount, decimals).split(".")
  return `${whole}.${places.padEnd(2, "0")}`
}

const FORM = /^(\d+(?:\.\d+)?)(?:\s*([A-Za-z][\w.]*))?$/
const EXPECTED = "Expected an amount such as 1.50, `1.50 USDC` or `1500000 units`."

/** The token that an amount names; undefined: it names none. */
export function symbolIn(text: string): string | undefined {
  const symbol = FORM.exec(text.trim())?.[2]
  return symbol === "units" ? undefined : symbol
}

/** Whole tokens, or base units where `units` says so. */
export function toAmount(text: string, unit: Unit): bigint {
  const [, number, symbol] = FORM.exec(text.trim()) ?? []
  if (!number) throw new UsageError(EXPECTED, { amount: text })
  const isUnits = symbol === "units"
  if (symbol && !isUnits && symbol.toLowerCase() !== unit.symbol.toLowerCase()) {
    throw new UsageError(`The amount is in ${symbol}, but the token is ${unit.symbol}.`, { amount: text })
  }
  const decimals = isUnits ? 0 : unit.decimals
  if ((number.split(".")[1] ?? "").length > decimals) {
    throw new UsageError(
      `${unit.symbol} has ${decimals} decimals${isUnits ? " in base units" : ""}: the amount has more.`,
      {
        amount: text,
      },
    )
  }
  return parseUnits(number, decimals)
}
