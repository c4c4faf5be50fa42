import { type Address, formatUnits, parseUnits } from "viem"

import { UsageError } from "../errors.ts"
import { numberFault } from "./numberFaults.ts"

/** A token, as needed to read and write its amounts. */
export type Unit = {
  /** The zero address stands for the native coin. */
  readonly address: Address
  /** The name that the program has for it. */
  readonly symbol: string
  /** Other names of it in amounts and options. */
  readonly aliases?: readonly string[]
  /** Undefined: its amounts are written in base units. */
  readonly decimals: number | undefined
  /** How the token differs from what its name promises. */
  readonly warning?: string
}

/** Marks an amount in base units: `1500000 units`. */
export const BASE_UNITS = "units"

/** `1.50 USDC` */
export function formatAmount(amount: bigint, { symbol, decimals }: Unit): string {
  if (decimals === undefined) return `${amount} base units of ${symbol}`
  return `${formatNumber(amount, decimals)} ${symbol}`
}

/** Has at least two decimals, and is never rounded. */
export function formatNumber(amount: bigint, decimals: number): string {
  const [whole = "0", places = ""] = formatUnits(amount, decimals).split(".")
  return `${whole}.${places.padEnd(2, "0")}`
}

/** The contract stores amounts in 128 bits. */
const MAX_AMOUNT = 2n ** 128n - 1n

const FORM = /^(\d+(?:\.\d+)?)(?:\s*([A-Za-z][\w.]*)|\s+(\S+))?$/

/** The token symbol in an amount, or undefined. */
export function symbolIn(text: string): string | undefined {
  const { symbol } = split(text)
  return symbol === BASE_UNITS ? undefined : symbol
}

/** Parses an amount in whole tokens, or in base units if it ends in `units`. */
export function toAmount(text: string, { symbol: expected, aliases = [], decimals }: Unit): bigint {
  const { number, symbol } = split(text)
  const fail = (message: string) => new UsageError(message, { amount: text })
  const isUnits = symbol === BASE_UNITS
  const names = [expected, ...aliases].map((name) => name.toLowerCase())
  if (symbol && !isUnits && !names.includes(symbol.toLowerCase())) {
    throw fail(`The amount is in ${symbol}, but the token is ${expected}. Pass an amount in ${expected}.`)
  }
  const places = number.split(".")[1] ?? ""
  if (isUnits && places !== "") throw fail("An amount in base units has no decimals. Pass a whole number of units.")
  if (!isUnits && decimals === undefined) {
    throw fail(`The decimals of ${expected} are not known. Pass base units, such as \`1500000 units\`.`)
  }
  const scale = isUnits ? 0 : (decimals ?? 0)
  if (places.length > scale) {
    throw fail(`The amount has too many decimals. ${expected} has ${decimals}: pass an amount with no more.`)
  }
  const amount = parseUnits(number, scale)
  if (amount > MAX_AMOUNT) throw fail("The amount is larger than the escrow can hold. Pass a smaller amount.")
  return amount
}

function split(text: string) {
  const fault = numberFault(text)
  const [, number, word, other] = (fault === "" && FORM.exec(text.trim())) || []
  if (number) return { number, symbol: word ?? other }
  const expected = "Pass an amount such as 1.50, `1.50 USDC` or `1500000 units`."
  throw new UsageError(`Invalid amount: ${text}. ${fault}${expected}`, { amount: text })
}
