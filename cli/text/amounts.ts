import { type Address, formatUnits, parseUnits } from "viem"

import { UsageError } from "../errors.ts"
import { numberFault } from "./numberFaults.ts"

/** A token, as needed to read and write its amounts. */
export type Unit = {
  /** The zero address stands for the native coin. */
  readonly address: Address
  readonly symbol: string
  readonly decimals: number
}

/** `1.50 USDC` */
export function formatAmount(amount: bigint, { symbol, decimals }: Unit): string {
  return `${formatNumber(amount, decimals)} ${symbol}`
}

/** Has at least two decimals, and is never rounded. */
export function formatNumber(amount: bigint, decimals: number): string {
  const [whole = "0", places = ""] = formatUnits(amount, decimals).split(".")
  return `${whole}.${places.padEnd(2, "0")}`
}

/** The contract stores amounts in 128 bits. */
const MAX_AMOUNT = 2n ** 128n - 1n

const FORM = /^(\d+(?:\.\d+)?)(?:\s*([A-Za-z][\w.]*))?$/

/** The token symbol in an amount, or undefined. */
export function symbolIn(text: string): string | undefined {
  const { symbol } = split(text)
  return symbol === "units" ? undefined : symbol
}

/** Parses an amount in whole tokens, or in base units if it ends in `units`. */
export function toAmount(text: string, { symbol: expected, decimals }: Unit): bigint {
  const { number, symbol } = split(text)
  const fail = (message: string) => new UsageError(message, { amount: text })
  const isUnits = symbol === "units"
  if (symbol && !isUnits && symbol.toLowerCase() !== expected.toLowerCase()) {
    throw fail(`The amount is in ${symbol}, but the token is ${expected}. Pass an amount in ${expected}.`)
  }
  const places = number.split(".")[1] ?? ""
  if (isUnits && places !== "") throw fail("An amount in base units has no decimals. Pass a whole number of units.")
  if (places.length > decimals) {
    throw fail(`The amount has too many decimals. ${expected} has ${decimals}: pass an amount with no more.`)
  }
  const amount = parseUnits(number, isUnits ? 0 : decimals)
  if (amount > MAX_AMOUNT) throw fail("The amount is larger than the escrow can hold. Pass a smaller amount.")
  return amount
}

function split(text: string) {
  const fault = numberFault(text)
  const [, number, symbol] = (fault === "" && FORM.exec(text.trim())) || []
  if (number) return { number, symbol }
  const expected = "Pass an amount such as 1.50, `1.50 USDC` or `1500000 units`."
  throw new UsageError(`Invalid amount: ${text}. ${fault}${expected}`, { amount: text })
}
